import * as tfc from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import {importKeras, importTorch, readSafetensors} from '../src/index.js';
import {readFixture} from './support/fixtures.js';
import {mutation, seeded} from './support/mutations.js';

const files: Array<[name: string, read: (bytes: Uint8Array) => Promise<unknown>]> = [
  ['stack.keras', (bytes) => importKeras(bytes)],
  ['functional.keras', (bytes) => importKeras(bytes)],
  ['stack.h5', (bytes) => importKeras(bytes)],
  [
    'stack.weights.h5',
    (bytes) => importKeras(bytes, {architecture: readFixture('stack.weights.h5').said.architecture}),
  ],
  ['torch-stack.safetensors', (bytes) => importTorch(bytes)],
];

/** Every error says where: a part of the file, a tensor, a layer or the byte. */
const says = /^(Keras file|Keras archive|HDF5|safetensors|file|lstm|model '|layer '|tensor '|input)/;

describe.each(files)('%s, 1,000 times damaged (seed 1)', (name, read) => {
  test('gives a model or an error that says where, in time, and leaves no tensor', async () => {
    const {bytes} = readFixture(name);
    const random = seeded(1);
    const begin = tfc.memory().numTensors;
    let refused = 0;
    for (let i = 0; i < 1000; i++) {
      const damaged = mutation(bytes, random);
      const start = process.cpuUsage(); // not the clock, on which other programs count too
      try {
        const model = (await read(damaged)) as tfl.Sequential;
        model.dispose();
      } catch (error) {
        refused++;
        expect(Object.prototype.toString.call(error)).toBe('[object Error]');
        expect({i, message: (error as Error).message}).toEqual({
          i,
          message: expect.stringMatching(says) as string,
        });
      }
      const {user, system} = process.cpuUsage(start);
      expect({i, slow: user + system > 5e6}).toEqual({i, slow: false});
      expect({i, tensors: tfc.memory().numTensors}).toEqual({i, tensors: begin});
    }
    expect(refused).toBeGreaterThan(300);
  }, 600_000);
});

test('a header of 10 GB is refused before anything is read', () => {
  const file = new Uint8Array(64);
  new DataView(file.buffer).setBigUint64(0, 10_000_000_000n, true);
  expect(() => readSafetensors(file)).toThrow(
    "safetensors: byte 0: the header's length is 10000000000, more than 100000000: no safetensors file",
  );
});
