import {dispose, tensor4d} from '@tensorflow/tfjs-core';
import {selectImages} from 'normprop-datasets';
import {generate, reconstruct} from 'normprop-draw';
import type {Draw, GlimpseTrace} from 'normprop-draw';
import type {DrawImages} from '../data/loadDrawImages.js';
import {encodeGif} from './encodeGif.js';
import {encodePng} from './encodePng.js';
import {glimpsePictures} from './glimpsePictures.js';
import type {Glimpses} from './glimpsePictures.js';
import {imageSheet} from './imageSheet.js';
import type {ImageShape} from './imageSheet.js';

/** Milliseconds that all glimpses of an animation take together, and that its last picture stays. */
const [glimpsesLast, lastPicture] = [4000, 2000];

/** New images from the prior as a PNG sheet; the seed fixes them. */
export async function sampleSheet(
  model: Draw,
  {count = 60, columns = 10, seed = 1}: {count?: number; columns?: number; seed?: number} = {},
): Promise<Uint8Array> {
  const {canvases} = await glimpsesOf(model, await generate(model, {count, seed}));
  return encodePng(imageSheet(canvases[canvases.length - 1], model.config.imageShape, {columns}));
}

/** Test images beside their reconstructions as a PNG sheet: pairs, original first. */
export async function reconstructionSheet(
  model: Draw,
  images: DrawImages,
  {count = 30, pairs = 5, seed = 1}: {count?: number; pairs?: number; seed?: number} = {},
): Promise<Uint8Array> {
  const {originals, canvases} = await reconstructed(model, images, count, seed);
  const last = canvases[canvases.length - 1];
  const both = originals!.flatMap((original, index) => [original, last[index]]);
  return encodePng(imageSheet(both, model.config.imageShape, {columns: 2 * pairs}));
}

/** A GIF of test images as they are read (above) and painted (below), glimpse after glimpse, with both windows. */
export async function reconstructionAnimation(
  model: Draw,
  images: DrawImages,
  {count = 6, seed = 1}: {count?: number; seed?: number} = {},
): Promise<Uint8Array> {
  return animation(await reconstructed(model, images, count, seed));
}

/** A GIF of new images as they are painted, with the write windows. */
export async function sampleAnimation(
  model: Draw,
  {count = 6, seed = 1}: {count?: number; seed?: number} = {},
): Promise<Uint8Array> {
  return animation(await glimpsesOf(model, await generate(model, {count, seed})));
}

function animation(glimpses: Glimpses): Uint8Array {
  const pictures = glimpsePictures(glimpses);
  const each = Math.max(60, Math.round(glimpsesLast / pictures.length));
  return encodeGif(
    pictures,
    pictures.map((_, t) => (t === pictures.length - 1 ? lastPicture : each)),
  );
}

async function reconstructed(
  model: Draw,
  {test}: DrawImages,
  count: number,
  seed: number,
): Promise<Glimpses> {
  const shape: ImageShape = model.config.imageShape;
  // At random, since the test set may stand in the order of its digits.
  const chosen = selectImages(test, {count: Math.min(count, test.count), seed});
  const pixels = chosen.read(Int32Array.from({length: chosen.count}, (_, index) => index));
  const tensor = tensor4d(pixels, [chosen.count, ...shape]);
  try {
    const glimpses = await glimpsesOf(model, await reconstruct(model, tensor, {seed}));
    return {...glimpses, originals: split(pixels, shape)};
  } finally {
    dispose(tensor);
  }
}

/** A trace as arrays; the trace is disposed. */
async function glimpsesOf(
  {config: {imageShape: shape, readSize, writeSize}}: Draw,
  {canvases, readWindows, writeWindows}: GlimpseTrace,
): Promise<Glimpses> {
  const [steps, batch] = canvases.shape;
  const values = await canvases.data<'float32'>();
  dispose(canvases);
  const all = split(values, shape);
  const painted = Array.from({length: steps}, (_, t) => all.slice(t * batch, (t + 1) * batch));
  return {shape, canvases: painted, readWindows, writeWindows, readSize, writeSize};
}

function split(values: Float32Array, [height, width, channels]: ImageShape): Float32Array[] {
  const size = height * width * channels;
  return Array.from({length: values.length / size}, (_, i) => values.subarray(i * size, (i + 1) * size));
}
