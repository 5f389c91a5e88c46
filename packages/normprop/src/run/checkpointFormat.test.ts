import {decodeCheckpoint, encodeCheckpoint} from './checkpointFormat.js';
import type {StoredRun} from './checkpointFormat.js';

const others = {config: {units: 3}, vocabulary: {symbols: ['a', 'é', '😀', '\n']}};
const checkpoint: StoredRun = {
  ...others,
  position: {update: 7, seconds: 0.1 + 0.2},
  weights: [
    {name: 'kernel', shape: [2, 2], values: Float32Array.of(1, -0, 1e-42, NaN)},
    {name: 'nothing', shape: [0], values: new Float32Array(0)},
  ],
  optimizer: [{name: 'iter', shape: [], values: Float32Array.of(7)}],
};

describe('checkpoint format', () => {
  test('a round trip keeps every bit', () => {
    const bytes = encodeCheckpoint(checkpoint);
    const back = decodeCheckpoint(bytes, 'file');
    expect(back).toEqual(checkpoint);
    expect(encodeCheckpoint(back).equals(bytes)).toBe(true);
  });

  test('any single flipped bit is found', () => {
    const bytes = encodeCheckpoint(checkpoint);
    for (let offset = 0; offset < bytes.length; offset += 7) {
      const damaged = Buffer.from(bytes);
      damaged[offset] ^= 4;
      expect(() => decodeCheckpoint(damaged, 'runs/x/a.ckpt')).toThrow(/^runs\/x\/a\.ckpt: (not a|corrupt)/);
    }
  });

  test('any truncation is found', () => {
    const bytes = encodeCheckpoint(checkpoint);
    for (let length = 0; length < bytes.length; length += 11)
      expect(() => decodeCheckpoint(bytes.subarray(0, length), 'a.ckpt')).toThrow('cut short');
  });
});
