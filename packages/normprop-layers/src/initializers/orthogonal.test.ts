import * as tfl from '@tensorflow/tfjs-layers';
import {orthogonal} from './orthogonal.js';

/** Largest |AᵀA − I| (or AAᵀ) of one gate's block of a [rows, columns] matrix. */
function deviation(values: Float32Array, rows: number, columns: number, gates: number, gate: number): number {
  const width = columns / gates;
  const at = (r: number, c: number) => values[r * columns + gate * width + c];
  const [count, length] = rows >= width ? [width, rows] : [rows, width];
  const entry = (k: number, i: number) => (rows >= width ? at(i, k) : at(k, i));
  let worst = 0;
  for (let a = 0; a < count; a++) {
    for (let b = 0; b <= a; b++) {
      let dot = 0;
      for (let i = 0; i < length; i++) dot += entry(a, i) * entry(b, i);
      worst = Math.max(worst, Math.abs(dot - (a === b ? 1 : 0)));
    }
  }
  return worst;
}

describe('orthogonal', () => {
  test.each([
    ['square blocks', 24, 96, 4],
    ['tall blocks: unit columns', 50, 64, 4],
    ['wide blocks: unit rows', 5, 64, 4],
    ['one block', 40, 12, 1],
    ['one row', 1, 8, 4],
  ])('each block is orthogonal: %s', async (_, rows, columns, gates) => {
    const w = orthogonal({seed: 1, gates}).apply([rows, columns]);
    expect(w.shape).toEqual([rows, columns]);
    const values = await w.data<'float32'>();
    // float32 rounding of float64 results: entries within 6e-8, sums of 50 within 1e-6
    for (let gate = 0; gate < gates; gate++)
      expect(deviation(values, rows, columns, gates, gate)).toBeLessThan(1e-6);
    w.dispose();
  });

  test('blocks differ from each other', async () => {
    const values = await orthogonal({seed: 1}).apply([8, 32]).data();
    expect(Array.from(values.slice(0, 8))).not.toEqual(Array.from(values.slice(8, 16)));
  });

  test('the seed decides; without one every call differs', async () => {
    const draw = async (seed?: number) => Array.from(await orthogonal({seed}).apply([6, 24]).data());
    expect(await draw(5)).toEqual(await draw(5));
    expect(await draw(5)).not.toEqual(await draw(6));
    expect(await draw()).not.toEqual(await draw());
  });

  test('entries are spread like those of a random rotation: mean 0, variance 1/H', async () => {
    const values = await orthogonal({seed: 3}).apply([64, 256]).data<'float32'>();
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const positive = values.filter((v) => v > 0).length / values.length;
    // 16384 entries of deviation 1/8: mean within 5 standard errors of 0.001, share of signs of 0.004
    expect(Math.abs(mean)).toBeLessThan(0.005);
    expect(Math.abs(positive - 0.5)).toBeLessThan(0.02);
  });

  test('gain scales', async () => {
    const one = await orthogonal({seed: 2}).apply([4, 16]).data();
    const three = await orthogonal({seed: 2, gain: 3}).apply([4, 16]).data();
    one.forEach((v, i) => expect(three[i]).toBeCloseTo(3 * v, 6));
  });

  test('the 128x512 matrix that tf.initializers.orthogonal took 58 s for comes in under a second', () => {
    // The least of three: the first is not compiled yet.
    const seconds = [1, 2, 3].map(() => {
      const start = process.cpuUsage();
      orthogonal({seed: 1}).apply([128, 512]).dispose();
      return process.cpuUsage(start).user / 1e6;
    });
    expect(Math.min(...seconds)).toBeLessThan(1);
  });

  test('is serialisable, and a tfjs layer takes it', () => {
    const config = orthogonal({seed: 7, gates: 1, gain: 2}).getConfig();
    expect(config).toEqual({seed: 7, gates: 1, gain: 2});
    const layer = tfl.layers.dense({
      units: 3,
      inputShape: [3],
      kernelInitializer: orthogonal({seed: 7, gates: 1}),
    });
    tfl.sequential({layers: [layer]});
    expect(layer.getConfig().kernelInitializer).toEqual({
      className: 'OrthogonalPerGate',
      config: {seed: 7, gates: 1, gain: 1},
    });
  });

  test('a shape that does not fit, and bad arguments, say what was expected', () => {
    expect(() => orthogonal().apply([4, 6])).toThrow(
      'shape: expected [rows, a multiple of gates=4], got [4,6]; orthogonal({gates: 1}) makes one block',
    );
    expect(() => orthogonal({gates: 1}).apply([4])).toThrow(
      'shape: expected [rows, a multiple of gates=1], got [4]',
    );
    expect(() => orthogonal({gates: 0})).toThrow('gates: expected a positive integer, got 0');
    expect(() => orthogonal({seed: 0.5})).toThrow('seed: expected an integer, got 0.5');
    expect(() => orthogonal({gain: NaN})).toThrow('gain: expected a finite number, got NaN');
  });
});
