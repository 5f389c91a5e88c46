import {seededUniform} from '../batching/seededUniform.js';
import {imageSet, type ImageSet} from './imageSet.js';

/** Which images: those from `start` to `end` (without it), or `count` of all at random. */
export type ImageSelection = {start?: number; end?: number} | {count: number; seed: number};

/**
 * A part of the images.
 *
 * A random part is the fair one where images stand in an order, as the digits of the binarized MNIST's test set do.
 *
 * @throws if there are not so many images.
 */
export function selectImages(images: ImageSet, selection: ImageSelection): ImageSet {
  const chosen = 'count' in selection ? randomPart(images.count, selection) : range(images.count, selection);
  const labels = images.labels && Uint8Array.from(chosen, (index) => images.labels![index]);
  return imageSet({...images, count: chosen.length, labels}, (index, values) => {
    values.set(images.read([chosen[index]]));
  });
}

function range(total: number, {start = 0, end = total}: {start?: number; end?: number}): Int32Array {
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end > total || start >= end) {
    throw new Error(`start, end: expected 0 <= start < end <= ${total}, got ${start} and ${end}`);
  }
  return Int32Array.from({length: end - start}, (_, i) => start + i);
}

function randomPart(total: number, {count, seed}: {count: number; seed: number}): Int32Array {
  if (!Number.isInteger(count) || count < 1 || count > total) {
    throw new Error(`count: expected an integer from 1 to ${total}, got ${count}`);
  }
  return shuffledNumbers(total, seed).slice(0, count);
}

/** The numbers 0 to count − 1 in a random order that the keys determine (Fisher and Yates). */
export function shuffledNumbers(count: number, ...keys: number[]): Int32Array {
  const uniform = seededUniform(...keys);
  const numbers = Int32Array.from({length: count}, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [numbers[i], numbers[j]] = [numbers[j], numbers[i]];
  }
  return numbers;
}
