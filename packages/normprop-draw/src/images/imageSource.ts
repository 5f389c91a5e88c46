import {Tensor, gather, tensor1d, tensor4d, tidy} from '@tensorflow/tfjs-core';
import type {Tensor4D} from '@tensorflow/tfjs-core';
import {checkSizes} from '../check/checkNumbers.js';
import {checkImages, checkPixels} from './checkPixels.js';
import {normals} from '../random/normals.js';

/** A batch as `imageBatches` of normprop-datasets has it. */
export interface PixelBatch {
  /** [batch,height,width,channels], values in [0, 1]. */
  readonly pixels: Float32Array;
  readonly shape: readonly [batch: number, height: number, width: number, channels: number];
  /** The numbers of the images in their set. */
  readonly indices: ArrayLike<number>;
}

/** Images [N,height,width,channels], or the batches of an epoch (the same for each, or a function of its number from 0). */
export type ImageSource = Tensor4D | Iterable<PixelBatch> | ((epoch: number) => Iterable<PixelBatch>);

/** A batch on the backend. */
export interface TensorBatch {
  readonly images: Tensor4D;
  readonly indices: ArrayLike<number>;
}

/** Throws if a pixel of a tensor of images is not in [0,1]. Batches are looked at as they come. */
export async function checkSource(source: ImageSource): Promise<void> {
  if (source instanceof Tensor) await checkImages(source);
}

/**
 * The batches of one epoch as tensors; the caller disposes each.
 *
 * @param options.batchSize for images in a tensor.
 * @param options.shuffle for images in a tensor: another order for each seed and epoch, whole batches only.
 * @throws if a pixel of a batch is not in [0,1].
 */
export function* tensorBatches(
  source: ImageSource,
  {batchSize, epoch = 0, shuffle}: {batchSize: number; epoch?: number; shuffle?: {seed: number}},
): Generator<TensorBatch> {
  if (typeof source === 'function' || Symbol.iterator in source) {
    for (const {pixels, shape, indices} of typeof source === 'function' ? source(epoch) : source) {
      checkPixels(pixels, {images: shape[0], indices});
      yield {images: tensor4d(pixels, [...shape]), indices};
    }
    return;
  }
  checkSizes({batchSize});
  const count = source.shape[0];
  if (shuffle && batchSize > count) {
    throw new Error(`batchSize: expected at most the ${count} images that there are, got ${batchSize}`);
  }
  const order = Int32Array.from({length: count}, (_, i) => i);
  if (shuffle) {
    const keys = normals(count, shuffle.seed, epoch);
    order.sort((a, b) => keys[a] - keys[b]);
  }
  const end = shuffle ? count - (count % batchSize) : count;
  for (let start = 0; start < end; start += batchSize) {
    const indices = order.slice(start, Math.min(start + batchSize, end));
    yield {images: tidy(() => gather(source, tensor1d(indices, 'int32'))), indices};
  }
}
