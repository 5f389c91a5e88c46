import {checkIntegers, checkSizes} from '../checkSizes.js';
import {checkOptions, type OptionKinds} from '../options/checkOptions.js';
import type {ImageSet} from './imageSet.js';
import {shuffledNumbers} from './selectImages.js';

/** Some images. */
export interface ImageBatch {
  /** Its number in the epoch, from 0. */
  readonly index: number;
  /** The numbers of its images in the set. */
  readonly indices: Int32Array;
  /** [batch, height, width, channels], values in [0, 1]. */
  readonly pixels: Float32Array;
  readonly shape: [batch: number, height: number, width: number, channels: number];
  readonly labels?: Uint8Array;
}

/** The batches of one pass over a set, made as they are read, from anywhere and as often as wanted. */
export interface ImageBatches extends Iterable<ImageBatch> {
  /** How many batches there are. */
  readonly count: number;
  /** How many images they hold together. */
  readonly imageCount: number;
  /** Batch `index`, in `[0, count)`: the same each time. */
  at(index: number): ImageBatch;
  /** The batches from `start` on (0 to count), to resume in the middle of an epoch. */
  from(start: number): Iterable<ImageBatch>;
}

/** Options of {@link imageBatches}. */
export interface ImageBatchesOptions {
  /** Images of a batch, at most. */
  batch: number;
  /** A random order, each epoch another: for training. All batches are then of one size and the rest is left out. */
  shuffle?: {seed: number; epoch: number};
}

const OPTIONS: OptionKinds<ImageBatchesOptions> = {batch: 'any', shuffle: 'object'};
const SHUFFLE: OptionKinds<NonNullable<ImageBatchesOptions['shuffle']>> = {seed: 'any', epoch: 'any'};

/**
 * A set in batches: in order, each image once, the last batch perhaps smaller; or for training in a random order.
 *
 * @throws if `shuffle` asks for batches larger than the set.
 */
export function imageBatches(images: ImageSet, options: ImageBatchesOptions): ImageBatches {
  checkOptions('imageBatches', options, OPTIONS);
  const {batch, shuffle} = options;
  checkSizes({batch});
  if (shuffle) {
    checkOptions('shuffle', shuffle, SHUFFLE);
    checkIntegers({'shuffle.seed': shuffle.seed, 'shuffle.epoch': shuffle.epoch});
  }
  if (shuffle && batch > images.count) {
    throw new Error(`batch: expected at most the ${images.count} images of the set, got ${batch}`);
  }
  const order = shuffle && shuffledNumbers(images.count, shuffle.seed, shuffle.epoch);
  const imageCount = shuffle ? images.count - (images.count % batch) : images.count;
  const count = Math.ceil(imageCount / batch);
  const at = (index: number): ImageBatch => {
    if (!Number.isInteger(index) || index < 0 || index >= count) {
      throw new Error(`index: expected an integer in [0, ${count}), got ${index}`);
    }
    const start = index * batch;
    const size = Math.min(batch, imageCount - start);
    const indices = order?.slice(start, start + size) ?? Int32Array.from({length: size}, (_, i) => start + i);
    const {height, width, channels, labels} = images;
    return {
      index,
      indices,
      pixels: images.read(indices),
      shape: [size, height, width, channels],
      ...(labels && {labels: Uint8Array.from(indices, (i) => labels[i])}),
    };
  };
  const from = (start: number): Iterable<ImageBatch> => {
    if (!Number.isInteger(start) || start < 0 || start > count) {
      throw new Error(`start: expected an integer in [0, ${count}], got ${start}`);
    }
    return {
      *[Symbol.iterator]() {
        for (let index = start; index < count; index++) yield at(index);
      },
    };
  };
  return {count, imageCount, at, from, [Symbol.iterator]: () => from(0)[Symbol.iterator]()};
}
