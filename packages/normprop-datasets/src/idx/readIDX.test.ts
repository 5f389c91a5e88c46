import {gzipSync} from 'node:zlib';
import {idxFile} from '../../test/imageFiles.js';
import {readIDX} from './readIDX.js';

const images = idxFile([2, 2, 3], [0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255]);
const read = (file: Uint8Array, dimensions = 3) => readIDX(file, 'a.idx', dimensions);

describe('readIDX', () => {
  it('reads bytes and their shape, packed or not', async () => {
    for (const file of [images, Uint8Array.from(gzipSync(images))]) {
      const {shape, data} = await read(file);
      expect(shape).toEqual([2, 2, 3]);
      expect(Array.from(data)).toEqual([0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255]);
    }
    expect(await read(idxFile([3], [7, 8, 9]), 1)).toEqual({shape: [3], data: Uint8Array.of(7, 8, 9)});
  });

  it('refuses another kind of file', async () => {
    await expect(read(Uint8Array.from(Buffer.from('PK\x03\x04 and so on, and so on')))).rejects.toThrow(
      "a.idx: expected an IDX file of images (bytes 0 0 8 3 at its start, or gzip's 31 139), got 80 75 3 4",
    );
    await expect(read(idxFile([3], [7, 8, 9]))).rejects.toThrow('got 0 0 8 1');
    await expect(read(images, 1)).rejects.toThrow('an IDX file of labels (bytes 0 0 8 1');
    await expect(read(Uint8Array.from(gzipSync('hello, this is no image')))).rejects.toThrow(
      'expected an IDX file of images',
    );
  });

  it('refuses a file that is too short or too long', async () => {
    await expect(read(images.subarray(0, -1))).rejects.toThrow('a.idx: ends after 27 of 28 bytes');
    await expect(read(Uint8Array.of(...images, 0))).rejects.toThrow(
      'a.idx: expected 28 bytes, as its header says, got 29',
    );
    await expect(read(images.subarray(0, 10))).rejects.toThrow(
      'a.idx: ends after 10 bytes, its header has 16',
    );
    await expect(read(images.subarray(0, 2))).rejects.toThrow('a.idx: ends after 2 bytes');
    await expect(read(idxFile([0, 2, 3], []))).rejects.toThrow(
      'there is nothing in it, its shape is [0,2,3]',
    );
    await expect(read(Uint8Array.from(gzipSync(images.subarray(0, -1))))).rejects.toThrow(
      'a.idx: ends after 27 of 28 unpacked bytes',
    );
    await expect(read(Uint8Array.from(gzipSync(images.subarray(0, 9))))).rejects.toThrow(
      'a.idx: ends after 9 bytes, its header has 16',
    );
  });

  it('asks whether the shape is wanted before it takes memory for the data', async () => {
    const before = process.memoryUsage().arrayBuffers;
    let taken = 0;
    // Zeros for the packed bytes to be enough for what the header promises.
    const file = Uint8Array.from(
      gzipSync(Buffer.concat([idxFile([1_000_000, 1000, 1], []), Buffer.alloc(2 ** 25)])),
    );
    const wanted = ([, height]: readonly number[]) => {
      taken = process.memoryUsage().arrayBuffers - before;
      throw new Error(`not ${height} high`);
    };
    await expect(readIDX(file, 'a.idx', 3, wanted)).rejects.toThrow('not 1000 high');
    expect(taken).toBeLessThan(2 ** 27);
    await expect(readIDX(idxFile([2, 5, 1], []), 'a.idx', 3, wanted)).rejects.toThrow('not 5 high');
  });

  it('refuses gzip that is cut off or damaged', async () => {
    const packed = Uint8Array.from(gzipSync(Buffer.from(idxFile([9, 20, 20], new Array(3600).fill(7)))));
    await expect(read(packed.subarray(0, 30))).rejects.toThrow(
      /^a.idx: the gzip data of 30 bytes are cut off or damaged after \d+ unpacked bytes/,
    );
    await expect(read(packed.map((byte, i) => (i === packed.length - 6 ? byte ^ 1 : byte)))).rejects.toThrow(
      'cut off or damaged',
    );
  });

  it('unpacks no more than the header promises', async () => {
    const bomb = Buffer.concat([idxFile([1, 2, 3], []), Buffer.alloc(2 ** 26)]);
    await expect(read(Uint8Array.from(gzipSync(bomb)))).rejects.toThrow(
      'a.idx: the gzip data hold more than the 22 bytes that their header promises',
    );
    const boast = idxFile([0xffffffff, 28, 28], [1]);
    const giga = Uint8Array.from(gzipSync(idxFile([1_300_000, 28, 28], [1])));
    await expect(read(giga)).rejects.toThrow(
      `a.idx: the header promises 1019200016 bytes, more than ${giga.length} packed bytes can hold`,
    );
    await expect(read(Uint8Array.from(gzipSync(boast)))).rejects.toThrow(
      'a.idx: the header promises 3367254359296 bytes, expected at most 1073741824'.replace(
        '3367254359296',
        String(0xffffffff * 784 + 16),
      ),
    );
  });
});
