import {seededUniform} from '../batching/seededUniform.js';
import {checkIntegers} from '../checkSizes.js';
import {checkOptions, type OptionKinds} from '../options/checkOptions.js';
import {imageSet, type ImageSet} from './imageSet.js';

/** Which images: those from `start` to `end` (without it), or `count` of all at random. */
export type ImageSelection = ImageRange | RandomImages;

/** Images from `start` (default 0) to before `end` (default all). */
export interface ImageRange {
  start?: number;
  end?: number;
}

/** So many images, drawn at random by `seed`. */
export interface RandomImages {
  count: number;
  seed: number;
}

const RANGE: OptionKinds<ImageRange> = {start: 'any', end: 'any'};
const RANDOM: OptionKinds<RandomImages> = {count: 'any', seed: 'any'};

/**
 * A part of the images.
 *
 * A random part is the fair one where images stand in an order, as the digits of the binarized MNIST's test set do.
 *
 * @throws if there are not so many images.
 */
export function selectImages(images: ImageSet, selection: ImageSelection): ImageSet {
  const chosen = isRandom(selection) ? randomPart(images.count, selection) : range(images.count, selection);
  const labels = images.labels && Uint8Array.from(chosen, (index) => images.labels![index]);
  return imageSet({...images, count: chosen.length, labels}, (index, values) => {
    values.set(images.read([chosen[index]]));
  });
}

const isRandom = (selection: ImageSelection): selection is RandomImages =>
  typeof selection === 'object' && selection !== null && 'count' in selection;

function range(total: number, selection: ImageRange): Int32Array {
  checkOptions('selectImages', selection, RANGE);
  const {start = 0, end = total} = selection;
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end > total || start >= end) {
    throw new Error(`start, end: expected 0 <= start < end <= ${total}, got ${start} and ${end}`);
  }
  return Int32Array.from({length: end - start}, (_, i) => start + i);
}

function randomPart(total: number, selection: RandomImages): Int32Array {
  checkOptions('selectImages', selection, RANDOM);
  const {count, seed} = selection;
  checkIntegers({seed});
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
