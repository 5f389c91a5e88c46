import {concat, slice, stack, tidy, unstack, zeros} from '@tensorflow/tfjs-core';
import type {Tensor2D, Tensor3D, Tensor4D} from '@tensorflow/tfjs-core';
import {readGlimpse} from '../attention/readGlimpse.js';
import {WINDOW_NUMBERS} from '../attention/windowNumbers.js';
import {writeGlimpse} from '../attention/writeGlimpse.js';
import {checkFlags} from '../check/checkNumbers.js';
import {checkOptions, type OptionNames} from '../check/checkOptions.js';
import {checkImagesNow} from '../images/checkPixels.js';
import {checkShape} from '../check/checkShape.js';
import {sampleLatent} from '../latent/sampleLatent.js';
import type {Draw} from './Draw.js';
import {linear} from './linear.js';
import {prepareDraw, type PreparedDraw, type State} from './preparedDraw.js';

/** Every glimpse of a batch. */
export type GlimpseRun = {
  /** canvas_T [B,height,width,channels], before the sigmoid. */
  canvas: Tensor4D;
  /** The canvas after each glimpse, T of them. */
  canvases: Tensor4D[];
  /** The five numbers of each glimpse's reading window [B,5]; none without attention or images. */
  readNumbers: Tensor2D[];
  /** The five numbers of each glimpse's writing window [B,5]; none without attention. */
  writeNumbers: Tensor2D[];
  /** μ and log σ of each glimpse [T,B,2Z]; absent without images. */
  latents?: Tensor3D;
};

/** Options of `runGlimpses`. */
export interface RunGlimpsesOptions {
  /** Masks and batch statistics as in training; default false. */
  training?: boolean;
}

const OPTIONS: OptionNames<RunGlimpsesOptions> = {training: true};

/**
 * The glimpses of a batch of images; differentiable in the network's weights.
 *
 * @param images [B,height,width,channels], values in [0, 1]; or null: the latents are then the noise itself, drawn from the prior.
 * @param noise ε [T,B,Z], standard normal, e.g. of `latentNoise`; T may differ from the network's.
 * @throws if a shape does not fit the network; on `cpu`, `wasm` and `tensorflow` also if a pixel is not in [0, 1].
 */
export function runGlimpses(
  model: Draw,
  images: Tensor4D | null,
  noise: Tensor3D,
  options: RunGlimpsesOptions = {},
): GlimpseRun {
  checkOptions('runGlimpses', options, OPTIONS);
  checkFlags({training: options.training});
  const {training = false} = options;
  const {imageShape, latentSize, attention, readSize, writeSize} = model.config;
  checkShape('noise', noise, [null, null, latentSize]);
  const [, batch] = noise.shape;
  if (images !== null) {
    checkShape('images', images, [batch, ...imageShape]);
    checkImagesNow(images);
  }
  return tidy(() => {
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
  });
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
