import type {LSTMGradients, LSTMSteps} from 'normprop-core';
import {WINDOW_NUMBERS} from '../attention/windowNumbers.js';
import {ArrayLinear} from './ArrayLinear.js';
import type {ArrayWindows} from './ArrayWindows.js';
import {addTo, besideEachOther, columnsOf, scale} from './matrices.js';

/** W and b of a linear layer. */
export interface LinearArrays {
  kernel: Float32Array;
  bias: Float32Array;
}

/** A network with the arrays of one batch. */
export interface ArrayNetwork {
  glimpses: number;
  batch: number;
  latentSize: number;
  /** Absent where no image is read. */
  encoder?: {steps: LSTMSteps; outputScale: number};
  decoder: {steps: LSTMSteps; outputScale: number; units: number};
  /** Absent without attention, and where no image is read. */
  read?: LinearArrays;
  /** Absent where no image is read. */
  latent?: LinearArrays;
  write: LinearArrays;
  windows: ArrayWindows;
}

/** Values of all glimpses, or the gradients of a number in them; [T,B,…] each. */
export interface GlimpseArrays {
  /** The canvas after each glimpse [B,P]. */
  canvases: Float32Array[];
  /** μ and log σ [B,2Z]; empty where no image is read. */
  latents: Float32Array[];
  /** Of the windows [B,5]; empty where there are none. */
  readNumbers: Float32Array[];
  writeNumbers: Float32Array[];
}

/** Gradients of a network's weights. */
export interface GlimpseGradients {
  encoder?: LSTMGradients;
  decoder: LSTMGradients;
  read?: LinearArrays;
  latent?: LinearArrays;
  write: LinearArrays;
}

/**
 * All glimpses of a batch and their gradients, on arrays: what `runGlimpses` says, with each weight's gradient as one product over all glimpses
 * and nothing kept but what the way back reads.
 *
 * `write` of one glimpse and `read` of the next see the same h of the decoder and are one product.
 */
export class ArrayGlimpses {
  readonly #network: ArrayNetwork;
  readonly #latent: ArrayLinear | undefined;
  /** Columns of `write`, then those of `read`. */
  readonly #fromDecoder: ArrayLinear;
  /** σ ⊙ ε of each glimpse [B,Z]. */
  readonly #spreads: Float32Array[] = [];

  constructor(network: ArrayNetwork) {
    const {glimpses, batch, latent, write, read, decoder} = network;
    this.#network = network;
    const linear = ({kernel, bias}: LinearArrays) => new ArrayLinear(kernel, bias, glimpses, batch);
    this.#latent = latent && linear(latent);
    this.#fromDecoder = linear(
      read
        ? {
            kernel: besideEachOther(write.kernel, read.kernel, decoder.units),
            bias: besideEachOther(write.bias, read.bias, 1),
          }
        : write,
    );
  }

  /** @param noise ε [T,B,Z]. */
  forward(noise: Float32Array): GlimpseArrays {
    const {glimpses, batch, latentSize, encoder, decoder, windows, read} = this.#network;
    const written = windows.written;
    const run: GlimpseArrays = {canvases: [], latents: [], readNumbers: [], writeNumbers: []};
    let canvas: Float32Array = new Float32Array(batch * windows.pixels);
    let hidden: Float32Array = new Float32Array(batch * decoder.units);
    let numbers = read && columnsOf(this.#fromDecoder.ofZeros(), batch, written, written + WINDOW_NUMBERS);
    for (let t = 0; t < glimpses; t++) {
      let z = noise.subarray(t * batch * latentSize, (t + 1) * batch * latentSize);
      if (encoder) {
        if (numbers) run.readNumbers.push(numbers);
        const x = besideEachOther(windows.read(canvas, numbers), hidden, batch);
        const latent = this.#latent!.forward(t, scale(encoder.steps.forward(x), encoder.outputScale));
        run.latents.push(latent);
        z = this.#sample(latent, z);
      }
      hidden = scale(decoder.steps.forward(z), decoder.outputScale);
      const both = this.#fromDecoder.forward(t, hidden);
      const parameters = read ? columnsOf(both, batch, 0, written) : both;
      if (read) numbers = columnsOf(both, batch, written, written + WINDOW_NUMBERS);
      canvas = windows.write(canvas, parameters);
      run.canvases.push(canvas);
      if (windows.attention) run.writeNumbers.push(columnsOf(parameters, batch, 0, WINDOW_NUMBERS));
    }
    return run;
  }

  /** @param given Gradients of what `forward` gave; an empty list stands for zeros. */
  backward(given: GlimpseArrays): GlimpseGradients {
    const {glimpses, batch, encoder, decoder, windows, read, latentSize} = this.#network;
    let dCanvas: Float32Array = new Float32Array(batch * windows.pixels);
    // Of the glimpse behind this one: what its encoder and its window saw of this one's h and numbers.
    let dHidden: Float32Array | undefined;
    let dNumbers: Float32Array | undefined;
    for (let t = glimpses - 1; t >= 0; t--) {
      if (given.canvases[t]) addTo(dCanvas, given.canvases[t]);
      const dParameters = windows.writeGradient(t, dCanvas);
      if (given.writeNumbers[t]) addToFirstColumns(dParameters, given.writeNumbers[t], batch);
      const none = new Float32Array(read ? batch * WINDOW_NUMBERS : 0);
      const dBoth = read ? besideEachOther(dParameters, dNumbers ?? none, batch) : dParameters;
      const dOutput = this.#fromDecoder.backward(t, dBoth);
      if (dHidden) addTo(dOutput, dHidden);
      const dz = decoder.steps.backward(scale(dOutput, decoder.outputScale));
      if (!encoder) continue;
      const dLatent = this.#sampleGradient(t, dz, latentSize);
      if (given.latents[t]) addTo(dLatent, given.latents[t]);
      const dEncoded = scale(this.#latent!.backward(t, dLatent), encoder.outputScale);
      const dx = encoder.steps.backward(dEncoded);
      const seen = dx.length / batch - decoder.units;
      dHidden = columnsOf(dx, batch, seen, seen + decoder.units);
      ({canvas: dCanvas, numbers: dNumbers} = windows.readGradient(
        t,
        columnsOf(dx, batch, 0, seen),
        dCanvas,
      ));
      if (dNumbers && given.readNumbers[t]) addTo(dNumbers, given.readNumbers[t]);
    }
    return this.#gradients(dNumbers);
  }

  /** @param dFirst The gradient of the first window's numbers, which are `read`'s bias. */
  #gradients(dFirst: Float32Array | undefined): GlimpseGradients {
    const {batch, encoder, decoder, windows, read} = this.#network;
    const written = windows.written;
    const both = this.#fromDecoder.gradients();
    const part = (from: number, to: number): LinearArrays => ({
      kernel: columnsOf(both.kernel, decoder.units, from, to),
      bias: both.bias.slice(from, to),
    });
    const ofRead = read && part(written, written + WINDOW_NUMBERS);
    if (ofRead && dFirst)
      for (let b = 0; b < batch; b++)
        addTo(ofRead.bias, dFirst.subarray(b * WINDOW_NUMBERS, (b + 1) * WINDOW_NUMBERS));
    return {
      decoder: decoder.steps.finish(),
      write: read ? part(0, written) : both,
      ...(encoder && {encoder: encoder.steps.finish(), latent: this.#latent!.gradients()}),
      ...(ofRead && {read: ofRead}),
    };
  }

  /** z = μ + σ ⊙ ε. */
  #sample(latent: Float32Array, epsilon: Float32Array): Float32Array {
    const {batch, latentSize} = this.#network;
    const z = new Float32Array(batch * latentSize);
    const spread = new Float32Array(batch * latentSize);
    for (let i = 0, at = 0; i < z.length; at += 2 * latentSize)
      for (let j = 0; j < latentSize; j++, i++) {
        spread[i] = Math.exp(latent[at + latentSize + j]) * epsilon[i];
        z[i] = latent[at + j] + spread[i];
      }
    this.#spreads.push(spread);
    return z;
  }

  /** The gradient of μ and log σ from that of z. */
  #sampleGradient(glimpse: number, dz: Float32Array, latentSize: number): Float32Array {
    const spread = this.#spreads[glimpse];
    const dLatent = new Float32Array(2 * dz.length);
    for (let i = 0, at = 0; i < dz.length; at += 2 * latentSize)
      for (let j = 0; j < latentSize; j++, i++) {
        dLatent[at + j] = dz[i];
        dLatent[at + latentSize + j] = dz[i] * spread[i];
      }
    return dLatent;
  }
}

/** Adds [rows,n] to the first n columns of a wider matrix. */
function addToFirstColumns(wide: Float32Array, values: Float32Array, rows: number): void {
  const [columns, n] = [wide.length / rows, values.length / rows];
  for (let row = 0; row < rows; row++)
    for (let j = 0; j < n; j++) wide[row * columns + j] += values[row * n + j];
}
