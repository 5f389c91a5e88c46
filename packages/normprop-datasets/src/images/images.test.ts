import {binarizeImages} from './binarizeImages.js';
import {byteImages} from './byteImages.js';
import {imageBatches} from './imageBatches.js';
import {selectImages} from './selectImages.js';

/** Ten images of 2x2 pixels; image n has the values 20 n to 20 n + 3, of 255. */
const grey = byteImages(
  Uint8Array.from({length: 40}, (_, i) => 20 * (i >> 2) + (i & 3)),
  {height: 2, width: 2, channels: 1, labels: Uint8Array.from({length: 10}, (_, i) => i)},
);
const numberOf = (values: Float32Array) => Math.round((values[0] * 255) / 20);

describe('selectImages', () => {
  it('takes a range, with its labels', () => {
    const part = selectImages(grey, {start: 3, end: 5});
    expect(part.count).toBe(2);
    expect(Array.from(part.labels!)).toEqual([3, 4]);
    expect(part.read([1, 0])).toEqual(grey.read([4, 3]));
    expect(() => selectImages(grey, {end: 11})).toThrow('expected 0 <= start < end <= 10, got 0 and 11');
  });

  it('takes a random part, no image twice, the same for a seed', () => {
    const part = selectImages(grey, {count: 10, seed: 1});
    expect(Array.from(part.labels!).sort()).toEqual(Array.from(grey.labels!));
    expect(Array.from(part.labels!)).not.toEqual(Array.from(grey.labels!));
    expect(selectImages(grey, {count: 4, seed: 1}).labels).toEqual(part.labels!.subarray(0, 4));
    expect(selectImages(grey, {count: 10, seed: 2}).labels).not.toEqual(part.labels);
    expect(() => selectImages(grey, {count: 11, seed: 1})).toThrow(
      'count: expected an integer from 1 to 10, got 11',
    );
  });
});

describe('binarizeImages', () => {
  const half = byteImages(new Uint8Array(1000).fill(51), {height: 10, width: 10, channels: 1});

  it('draws ones with the pixel as probability', () => {
    const values = binarizeImages(half, {seed: 1}).read(Array.from({length: 10}, (_, i) => i));
    expect(new Set(values)).toEqual(new Set([0, 1]));
    // 1000 draws with p = .2: four standard deviations are .05.
    expect(Math.abs(values.reduce((a, b) => a + b, 0) / 1000 - 0.2)).toBeLessThan(0.05);
    const certain = byteImages(Uint8Array.of(0, 255), {height: 1, width: 2, channels: 1});
    expect(Array.from(binarizeImages(certain, {seed: 3}).read([0]))).toEqual([0, 1]);
  });

  it('gives an image the same pixels whatever else is read, and others for another seed, draw or image', () => {
    const images = binarizeImages(half, {seed: 1});
    const all = images.read([0, 1, 2]);
    expect(images.read([2])).toEqual(all.slice(200));
    expect(binarizeImages(half, {seed: 2}).read([2])).not.toEqual(all.slice(200));
    expect(binarizeImages(half, {seed: 1, draw: 1}).read([2])).not.toEqual(all.slice(200));
    expect(all.slice(0, 100)).not.toEqual(all.slice(100, 200));
    expect(() => binarizeImages(half, {seed: 0.5})).toThrow('seed: expected an integer, got 0.5');
  });
});

describe('imageBatches', () => {
  it('goes through all images in order', () => {
    const batches = imageBatches(grey, {batch: 4});
    expect([batches.count, batches.imageCount]).toEqual([3, 10]);
    const seen = [...batches];
    expect(seen.map(({shape}) => shape)).toEqual([
      [4, 2, 2, 1],
      [4, 2, 2, 1],
      [2, 2, 2, 1],
    ]);
    expect(seen.flatMap(({indices}) => Array.from(indices))).toEqual(Array.from(grey.labels!));
    expect(seen[2].pixels).toEqual(grey.read([8, 9]));
    expect(Array.from(seen[2].labels!)).toEqual([8, 9]);
    expect([...batches.from(2)]).toEqual([seen[2]]);
    expect([...batches.from(3)]).toEqual([]);
    for (const start of [-1, 4, 0.5, NaN]) {
      expect(() => batches.from(start)).toThrow(`start: expected an integer in [0, 3], got ${start}`);
    }
    expect(() => batches.at(3)).toThrow('index: expected an integer in [0, 3), got 3');
  });

  it('shuffles for training: whole batches, another order each epoch, the same for a seed', () => {
    const order = (seed: number, epoch: number) =>
      [...imageBatches(grey, {batch: 4, shuffle: {seed, epoch}})].flatMap(({indices}) => Array.from(indices));
    expect(order(1, 0)).toHaveLength(8);
    expect(new Set(order(1, 0)).size).toBe(8);
    expect(order(1, 0)).toEqual(order(1, 0));
    expect(order(1, 1)).not.toEqual(order(1, 0));
    expect(order(2, 0)).not.toEqual(order(1, 0));
    const [batch] = imageBatches(grey, {batch: 4, shuffle: {seed: 1, epoch: 0}});
    expect(numberOf(batch.pixels)).toBe(batch.indices[0]);
    expect(() => imageBatches(grey, {batch: 11, shuffle: {seed: 1, epoch: 0}})).toThrow(
      'batch: expected at most the 10 images of the set, got 11',
    );
    expect(() => imageBatches(grey, {batch: 4, shuffle: {seed: NaN, epoch: 0}})).toThrow(
      'shuffle.seed: expected an integer, got NaN',
    );
    expect(() => imageBatches(grey, {batch: 0})).toThrow('batch: expected an integer of at least 1, got 0');
  });
});
