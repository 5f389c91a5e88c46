import {
  add,
  addN,
  dispose,
  grad,
  keep,
  memory,
  mul,
  profile,
  scalar,
  sum,
  tensor,
  tidy,
  variableGrads,
  zeros,
} from '@tensorflow/tfjs-core';
import type {NamedTensorMap, Scalar, Tensor, Tensor3D, Tensor4D} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // tfjs's gradients
import {runsFused, useKernels} from 'normprop-core';
import {kernelInfo} from 'normprop-kernels';
import {drawBound} from '../bound/drawBound.js';
import {latentNoise} from '../latent/latentNoise.js';
import {normals} from '../random/normals.js';
import {ArrayWindows} from '../arrays/ArrayWindows.js';
import type {DrawArgs} from '../config/drawArgs.js';
import {draw, type Draw} from './Draw.js';
import type {GlimpseRun} from './glimpseTypes.js';
import {runGlimpses} from './runGlimpses.js';

const base: DrawArgs = {
  imageShape: [7, 6],
  glimpses: 2,
  latentSize: 4,
  readSize: 2,
  writeSize: 3,
  cell: {model: 'normProp', units: 8},
  seed: 3,
};

const cells: Array<[string, DrawArgs['cell']]> = [
  ['lstm', {model: 'lstm', units: 8}],
  ['weightNorm', {model: 'weightNorm', units: 8}],
  ['normProp', {model: 'normProp', units: 8}],
  ['layerNorm', {model: 'layerNorm', units: 8}],
  ['batchNorm', {model: 'batchNorm', units: 8}],
  [
    'preserving, without bias, output scaled',
    {units: 8, cell: 'preserving', useBias: false, outputScale: 1.5},
  ],
  ['dropout and zoneout', {units: 8, candidateDropout: 0.2, zoneoutCell: 0.3, zoneoutHidden: 0.2, seed: 5}],
];

const networks: Array<[string, Partial<DrawArgs>]> = [
  ...cells.map(([name, cell]) => [name, {cell}] as [string, Partial<DrawArgs>]),
  ['encoder and decoder that differ', {encoder: {units: 6}, decoder: {model: 'layerNorm', units: 9}}],
  ['without attention', {attention: false}],
  ['colours', {imageShape: [6, 5, 3]}],
  ['one glimpse, read and written at one point', {glimpses: 1, readSize: 1, writeSize: 1}],
];

/** A network whose weights are not those of its first update. */
function network(args: Partial<DrawArgs>): Draw {
  const model = draw({...base, ...args});
  tidy(() => {
    model.variables.forEach((variable, i) => {
      const noise = tensor(normals(variable.size, 7, i), variable.shape);
      variable.assign(add(variable, mul(noise, 0.3)));
    });
  });
  return model;
}

function imagesFor(model: Draw, batch: number): Tensor4D {
  const {imageShape} = model.config;
  const size = batch * imageShape.reduce((a, b) => a * b);
  return tensor(
    normals(size, 9, 0).map((value) => 1 / (1 + Math.exp(-value))),
    [batch, ...imageShape],
  ) as Tensor4D;
}

/** As it runs here, and then in tfjs ops. */
function bothWays<T>(compute: () => T): [fast: T, ops: T] {
  expect(runsFused()).toBe(true);
  const fast = compute();
  useKernels(false);
  try {
    return [fast, compute()];
  } finally {
    useKernels(true);
  }
}

function expectSame(name: string, got: Tensor, want: Tensor): void {
  expect([name, ...got.shape]).toEqual([name, ...want.shape]);
  const [values, expected] = [got.dataSync<'float32'>(), want.dataSync<'float32'>()];
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let i = 0; i < expected.length; i++)
    if (!(Math.abs(values[i] - expected[i]) <= 2e-5 + 2e-4 * largest))
      throw new Error(`${name}[${i}]: got ${values[i]}, expected ${expected[i]} (largest ${largest})`);
}

/** Σ of everything that a run gives, each value with a weight of its own. */
function everything(run: GlimpseRun): Scalar {
  const lists: Tensor[] = [
    ...run.canvases,
    ...run.readNumbers,
    ...run.writeNumbers,
    ...(run.latents ? [run.latents] : []),
  ];
  const terms = lists.map((part, i) => sum(mul(part, tensor(normals(part.size, 11, i), part.shape))));
  return addN(terms) as Scalar;
}

describe.each(networks)('%s', (_, args) => {
  test('bound and every gradient are those of tfjs ops', () => {
    const model = network(args);
    const images = imagesFor(model, 3);
    const noise = latentNoise({...model.config, seed: 1, images: 3});
    const [fast, ops] = bothWays(() => {
      model.encoder.masks.calls = 0;
      model.decoder.masks.calls = 0;
      return variableGrads(() => drawBound(model, images, noise, {training: true}).bound, model.variables);
    });
    expectSame('bound', fast.value, ops.value);
    expect(Object.keys(fast.grads)).toHaveLength(model.variables.length);
    for (const [name, gradient] of Object.entries(ops.grads)) expectSame(name, fast.grads[name], gradient);
  });

  test('every canvas, window and latent too, with their gradients; also without images', () => {
    const model = network(args);
    const noise = latentNoise({...model.config, glimpses: 3, seed: 1, images: 2});
    for (const images of [imagesFor(model, 2), null]) {
      const [fast, ops] = bothWays(() => runGlimpses(model, images, noise));
      for (const name of ['canvases', 'readNumbers', 'writeNumbers'] as const) {
        expect(fast[name]).toHaveLength(ops[name].length);
        ops[name].forEach((part, t) => expectSame(`${name} ${t}`, fast[name][t], part));
      }
      expectSame('canvas', fast.canvas, ops.canvas);
      expect(fast.latents === undefined).toBe(images === null);
      if (ops.latents) expectSame('latents', fast.latents!, ops.latents);
      const [fastGrads, opsGrads] = bothWays(() => gradientsOf(model, images, noise));
      for (const [name, gradient] of Object.entries(opsGrads)) expectSame(name, fastGrads[name], gradient);
    }
  });
});

function gradientsOf(model: Draw, images: Tensor4D | null, noise: Tensor3D): NamedTensorMap {
  const loss = () => tidy(() => everything(runGlimpses(model, images, noise)));
  // Without images the encoder has no part in it.
  const variables = images
    ? model.variables
    : model.namedWeights
        .filter(({name, variable}) => variable.trainable && /^(decoder|write)/.test(name))
        .map(({variable}) => variable.read() as (typeof model.variables)[number]);
  return variableGrads(loss, variables).grads;
}

test('as many tfjs ops for thirty glimpses as for two, and no tensor is left over', async () => {
  const opsFor = async (glimpses: number) => {
    const model = network({glimpses});
    const images = imagesFor(model, 2);
    const noise = latentNoise({...model.config, seed: 1, images: 2});
    const update = () => {
      const {value, grads} = variableGrads(() => drawBound(model, images, noise).bound, model.variables);
      dispose([value, ...Object.values(grads)]);
    };
    update();
    const {numTensors} = memory();
    const {kernels} = await profile(update);
    expect(memory().numTensors).toBe(numTensors);
    return kernels.length;
  };
  expect(await opsFor(30)).toBe(await opsFor(2));
});

test('a run without a gradient keeps no kernel memory', () => {
  const model = network({});
  const noise = latentNoise({...model.config, seed: 1, images: 3});
  tidy(() => void runGlimpses(model, imagesFor(model, 3), noise).canvas.dataSync());
  const {usedBytes} = kernelInfo();
  for (let i = 0; i < 3; i++) tidy(() => void drawBound(model, imagesFor(model, 3), noise).bound.dataSync());
  expect(kernelInfo().usedBytes).toBe(usedBytes);
});

test('has its gradient inside of another one too, and no second derivative', () => {
  const model = network({});
  const images = imagesFor(model, 2);
  const noise = latentNoise({...model.config, seed: 1, images: 2});
  const gradients = () => variableGrads(() => drawBound(model, images, noise).bound, model.variables).grads;
  const [first] = Object.keys(gradients());
  const alone = gradients()[first];
  let inside: Tensor | undefined;
  grad((x) => {
    inside = keep(gradients()[first]);
    return sum(x);
  })(scalar(1));
  expectSame(first, inside!, alone);
  expect(() => grad((x) => sum(mul(x, gradients()[first])))(scalar(1))).not.toThrow();
  const twice = () => variableGrads(() => sum(gradients()[first]) as Scalar, model.variables);
  expect(twice).toThrow('runGlimpses: it has no second derivative');
});

test('Batch Norm takes in the statistics that it takes in with tfjs ops', () => {
  const [fast, ops] = bothWays(() => {
    const model = network({cell: {model: 'batchNorm', units: 8}});
    const noise = latentNoise({...model.config, seed: 1, images: 4});
    tidy(() => void drawBound(model, imagesFor(model, 4), noise, {training: true}));
    return model.namedWeights.filter(({name}) => name.includes('population'));
  });
  expect(fast.length).toBeGreaterThanOrEqual(12);
  fast.forEach(({name, variable}, i) => expectSame(name, variable.read(), ops[i].variable.read()));
});

test('a run that fails gives its kernel memory back', () => {
  const model = network({});
  const noise = latentNoise({...model.config, seed: 1, images: 3});
  const images = imagesFor(model, 3);
  const {usedBytes} = kernelInfo();
  const failing = jest.spyOn(ArrayWindows.prototype, 'write').mockImplementation(() => {
    throw new Error('no memory');
  });
  try {
    expect(() => tidy(() => drawBound(model, images, noise))).toThrow('no memory');
  } finally {
    failing.mockRestore();
  }
  expect(kernelInfo().usedBytes).toBe(usedBytes);
  expect(() => runGlimpses(model, null, zeros([0, 2, 4]))).toThrow('noise: expected at least one glimpse');
});
