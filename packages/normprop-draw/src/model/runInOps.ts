import {concat, slice, stack, unstack, zeros} from '@tensorflow/tfjs-core';
import type {Tensor2D, Tensor3D, Tensor4D} from '@tensorflow/tfjs-core';
import {readGlimpse} from '../attention/readGlimpse.js';
import {WINDOW_NUMBERS} from '../attention/windowNumbers.js';
import {writeGlimpse} from '../attention/writeGlimpse.js';
import {sampleLatent} from '../latent/sampleLatent.js';
import type {Draw} from './Draw.js';
import {linear} from './linear.js';
import {prepareDraw, type PreparedDraw, type State} from './preparedDraw.js';
import type {GlimpseRun} from './glimpseTypes.js';

/** The glimpses of a batch in tfjs ops, for every backend, and what `runOnArrays` is compared with. To be called inside `tidy`. */
export function runInOps(
  model: Draw,
  images: Tensor4D | null,
  noise: Tensor3D,
  training: boolean,
): GlimpseRun {
  const {imageShape, attention, readSize, writeSize} = model.config;
  const [, batch] = noise.shape;
  const parts = prepareDraw(model, training);
  const {decoder, write} = parts;
  let canvas: Tensor4D = zeros([batch, ...imageShape]);
  let decoderState = zeroState(batch, decoder.units);
  const inference = images && encoderFor(parts, images, attention ? readSize : undefined);
  const run: GlimpseRun = {canvas, canvases: [], readNumbers: [], writeNumbers: []};
  const latents: Tensor2D[] = [];
  for (const epsilon of unstack(noise) as Tensor2D[]) {
    let z = epsilon;
    if (inference) {
      const {latent, numbers} = inference(canvas, decoder.output(decoderState));
      z = sampleLatent(latent, epsilon);
      latents.push(latent);
      if (numbers) run.readNumbers.push(numbers);
    }
    decoderState = decoder.step(z, decoderState);
    const parameters = linear(decoder.output(decoderState), write);
    canvas = writeGlimpse(canvas, parameters, attention ? {size: writeSize} : undefined);
    run.canvases.push(canvas);
    if (attention) run.writeNumbers.push(slice(parameters, [0, 0], [-1, WINDOW_NUMBERS]));
  }
  parts.encoder.finish();
  decoder.finish();
  return {...run, canvas, ...(inference && {latents: stack(latents) as Tensor3D})};
}

/** One glimpse of the encoder: what it reads of the images given the canvas and the decoder, and what it makes of it. */
function encoderFor({encoder, read, latent}: PreparedDraw, images: Tensor4D, readSize?: number) {
  let state = zeroState(images.shape[0], encoder.units);
  return (canvas: Tensor4D, decoderHidden: Tensor2D): {latent: Tensor2D; numbers?: Tensor2D} => {
    const numbers = read && linear(decoderHidden, read);
    const glimpse = readGlimpse(images, canvas, numbers && {numbers, size: readSize!});
    state = encoder.step(concat([glimpse, decoderHidden], 1), state);
    return {latent: linear(encoder.output(state), latent), ...(numbers && {numbers})};
  };
}

const zeroState = (batch: number, units: number): State => [zeros([batch, units]), zeros([batch, units])];
