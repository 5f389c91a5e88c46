import {dispose, tensor1d, tidy} from '@tensorflow/tfjs-core';
import type {Rank, Tensor, Tensor1D, Tensor2D, Variable} from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {applyConstraints} from 'normprop-layers';
import type {NormalizedLSTMCell} from 'normprop-layers';
import {tilingWindow, WINDOW_NUMBERS} from '../attention/windowNumbers.js';
import {checkFlags, checkSeed, checkSizes} from '../check/checkNumbers.js';
import {checkOptions, type OptionNames} from '../check/checkOptions.js';
import {buildCell, cellConfig} from './buildCell.js';
import type {DrawArgs, DrawConfig} from '../config/drawArgs.js';
import {prepareLinear, type PreparedLinear} from './linear.js';

const ARGS: OptionNames<DrawArgs> = {
  imageShape: true,
  glimpses: true,
  latentSize: true,
  attention: true,
  readSize: true,
  writeSize: true,
  cell: true,
  encoder: true,
  decoder: true,
  unitNorm: true,
  seed: true,
};

/** A linear layer that a `Draw` has. */
export type LinearName = 'read' | 'latent' | 'write';

/**
 * The weights of a DRAW network and what shape it has; see `draw`. What it computes are functions of it: `drawBound`, `trainStep`,
 * `fitDraw`, `evaluateDraw`, `generate`, `reconstruct`, `saveDraw`.
 */
export class Draw {
  /** What this network is; plain JSON. */
  readonly config: DrawConfig;
  readonly encoder: NormalizedLSTMCell;
  readonly decoder: NormalizedLSTMCell;
  private readonly linears: ReadonlyMap<LinearName, tfl.layers.Layer>;

  /** @throws For an argument that does not exist or has a value out of range, and what the cells throw. */
  constructor(args: DrawArgs) {
    checkOptions('draw', args, ARGS);
    if (!Array.isArray(args.imageShape) || ![2, 3].includes(args.imageShape.length)) {
      throw new Error(
        `imageShape: expected [height, width] or [height, width, channels], got ${JSON.stringify(args.imageShape)}`,
      );
    }
    const {glimpses = 64, latentSize = 100, attention = true, readSize = 2, writeSize = 5} = args;
    const {unitNorm, seed} = args;
    const [height, width, channels = 1] = args.imageShape;
    checkSizes({height, width, channels, glimpses, latentSize, readSize, writeSize});
    checkFlags({attention, unitNorm});
    if (seed !== undefined) checkSeed('seed', seed);
    const pixels = height * width * channels;
    const glimpseSize = 2 * (attention ? readSize ** 2 * channels : pixels);
    const decoder = {...args.cell, ...args.decoder};
    const shared = {glimpses, unitNorm};
    this.decoder = buildCell('decoder', decoder, {...shared, inputs: latentSize, seed});
    this.encoder = buildCell(
      'encoder',
      {...args.cell, ...args.encoder},
      // Another seed: encoder and decoder may have matrices of one shape.
      {...shared, inputs: glimpseSize + this.decoder.units, seed: seed === undefined ? seed : seed + 2},
    );
    const linear = (name: string, inputs: number, units: number, offset: number): tfl.layers.Layer => {
      const layer = tfl.layers.dense({
        units,
        name: `draw_${name}`,
        kernelInitializer: tfl.initializers.randomNormal({
          stddev: 0.01,
          ...(seed !== undefined && {seed: seed + offset}),
        }),
      });
      layer.build([null, inputs]);
      return layer;
    };
    const written = attention ? WINDOW_NUMBERS + writeSize ** 2 * channels : pixels;
    const linears: Array<[LinearName, tfl.layers.Layer]> = [
      ['latent', linear('latent', this.encoder.units, 2 * latentSize, 4)],
      ['write', linear('write', this.decoder.units, written, 5)],
    ];
    if (attention) linears.unshift(['read', linear('read', this.decoder.units, WINDOW_NUMBERS, 6)]);
    this.linears = new Map(linears);
    this.config = {
      imageShape: [height, width, channels],
      ...{glimpses, latentSize, attention, readSize, writeSize},
      encoder: cellConfig(this.encoder),
      decoder: cellConfig(this.decoder),
    };
    applyConstraints(this);
    if (attention) this.placeWindows();
  }

  /** All weights by their names in a saved network: `encoder/kernel`, `write/bias`, ... */
  get namedWeights(): Array<{name: string; variable: tfl.LayerVariable}> {
    const parts: Array<[string, {weights: tfl.LayerVariable[]}]> = [
      ['encoder', this.encoder],
      ['decoder', this.decoder],
      ...this.linears,
    ];
    return parts.flatMap(([part, {weights}]) =>
      weights.map((variable) => ({name: `${part}/${variable.originalName}`, variable})),
    );
  }

  get trainableWeights(): tfl.LayerVariable[] {
    return this.namedWeights.filter(({variable}) => variable.trainable).map(({variable}) => variable);
  }

  /** The variables that an optimizer updates. */
  get variables(): Variable[] {
    return this.trainableWeights.map((weight) => weight.read() as Variable);
  }

  /** A linear layer's weights for a batch, or undefined: without attention there is no `read`. */
  prepared(name: LinearName): PreparedLinear | undefined {
    const layer = this.linear(name);
    return layer && prepareLinear(layer.kernel, layer.bias);
  }

  /** A linear layer's W [D,U] and b [U], or undefined: without attention there is no `read`. */
  linear(name: LinearName): {kernel: Tensor2D; bias: Tensor1D} | undefined {
    const layer = this.linears.get(name);
    if (layer === undefined) return undefined;
    const [kernel, bias] = layer.weights.map((weight) => weight.read());
    return {kernel: kernel as Tensor2D, bias: bias as Tensor1D};
  }

  /**
   * Sets weights by their names; those that are not named stay.
   *
   * @throws if there is no such weight or its shape is another; no weight is set then.
   */
  setWeights(weights: Readonly<Record<string, Tensor>>): void {
    const own = new Map(this.namedWeights.map(({name, variable}) => [name, variable]));
    for (const [name, value] of Object.entries(weights)) {
      const shape = own.get(name)?.shape;
      if (shape === undefined) throw new Error(`${name}: this network has no such weight`);
      if (shape.join() !== value.shape.join()) {
        throw new Error(`${name}: expected shape [${shape.join(',')}], got [${value.shape.join(',')}]`);
      }
    }
    tidy(() => {
      // Not write(), which would apply the constraint: saved weights come back to the bit.
      for (const [name, value] of Object.entries(weights)) (own.get(name)!.read() as Variable).assign(value);
    });
  }

  /** First biases of the windows. */
  private placeWindows(): void {
    const {imageShape, readSize, writeSize} = this.config;
    const [height, width] = imageShape;
    tidy(() => {
      for (const [name, size] of [
        ['read', readSize],
        ['write', writeSize],
      ] as const) {
        const bias = this.linears.get(name)!.weights[1].read() as Variable<Rank.R1>;
        const rest = new Array<number>(bias.shape[0] - WINDOW_NUMBERS).fill(0);
        bias.assign(tensor1d([...tilingWindow({size, height, width}, name), ...rest]));
      }
    });
  }

  /** Frees the weights. */
  dispose(): void {
    dispose(this.namedWeights.map(({variable}) => variable.read()));
  }
}

/**
 * A DRAW network: looks at an image through a small window, glimpse after glimpse, and paints it on a canvas through another.
 *
 * For t = 1..T, from zero states and an empty canvas:
 *
 *     x̂_t = x − sigmoid(canvas_{t−1});   r_t = read(x, x̂_t, h^dec_{t−1})
 *     h^enc_t = encoder([r_t, h^dec_{t−1}]);   z_t ~ N(μ(h^enc_t), σ²(h^enc_t));   h^dec_t = decoder(z_t)
 *     canvas_t = canvas_{t−1} + write(h^dec_t)
 *
 * @param args See `DrawArgs`; the defaults are those of the paper for MNIST: 2x2 read, 5x5 written, 64 glimpses, 256 units, 100 latents, Norm Prop
 *   with gains of 0.5.
 * @throws For an argument that does not exist or has a value out of range.
 *
 * Source: Gregor, Danihelka, Graves, Rezende & Wierstra 2015, *DRAW: A Recurrent Neural Network For Image Generation*. Differs: states and canvas
 * begin with zeros and are not learned. The linear layers begin with N(0, 0.01²) and biases of 0, but for those of the windows, with which the filters tile the
 * image.
 *
 * @example
 * const model = draw({imageShape: [28, 28], glimpses: 10, cell: {model: 'normProp', units: 64}});
 * await fitDraw(model, images, {epochs: 5, batchSize: 32});
 */
export function draw(args: DrawArgs): Draw {
  return new Draw(args);
}
