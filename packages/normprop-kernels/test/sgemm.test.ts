import {configureKernels, sgemm} from '../src/index.js';
import {builds} from './builds.js';
import {expectClose} from './expectClose.js';
import {random, randomFloats} from './random.js';

const sizes: [number, number, number][] = [
  [1, 1, 1],
  [1, 70, 33],
  [2, 3, 5],
  [3, 9, 8],
  [4, 8, 4],
  [5, 7, 257],
  [7, 530, 3],
  [13, 31, 300],
  [33, 65, 17],
  [64, 64, 64],
  [270, 9, 260],
];

describe.each(builds)('sgemm, %s build', (build) => {
  beforeAll(() => void configureKernels({build}));
  afterAll(() => void configureKernels({build: 'auto'}));

  test.each(sizes)('m=%i n=%i k=%i: all transpositions, overwriting and accumulating', (m, n, k) => {
    const next = random(m * 1000 + n * 10 + k);
    for (const transposeA of [false, true])
      for (const transposeB of [false, true])
        for (const accumulate of [false, true]) {
          const a = randomFloats(next, m * k);
          const b = randomFloats(next, k * n);
          const start = randomFloats(next, m * n);
          const want = Float64Array.from(accumulate ? start : new Float32Array(m * n));
          for (let i = 0; i < m; i++)
            for (let j = 0; j < n; j++)
              for (let l = 0; l < k; l++)
                want[i * n + j] +=
                  a[transposeA ? l * m + i : i * k + l] * b[transposeB ? j * k + l : l * n + j];
          const c = start.slice();
          expect(sgemm({m, n, k, a, b, transposeA, transposeB, c, accumulate})).toBe(c);
          expectClose(`c ${transposeA} ${transposeB} ${accumulate}`, c, want, {
            rtol: 1e-5,
            atol: 1e-6 * Math.sqrt(k),
          });
        }
  });

  test('a row of C has the same bits whatever rows and columns stand beside it', () => {
    const [m, n, k] = [11, 45, 300];
    const next = random(3);
    const a = randomFloats(next, m * k);
    const b = randomFloats(next, k * n);
    const whole = sgemm({m, n, k, a, b});
    for (const i of [0, 5, 10])
      expect(sgemm({m: 1, n, k, a: a.subarray(i * k, (i + 1) * k), b})).toEqual(
        whole.slice(i * n, (i + 1) * n),
      );
  });

  test('NaN and infinity go through', () => {
    const c = sgemm({m: 1, n: 2, k: 2, a: Float32Array.of(1, 0), b: Float32Array.of(NaN, Infinity, 1, 1)});
    expect([...c]).toEqual([NaN, Infinity]);
  });
});

test('wrong arguments are named', () => {
  const a = new Float32Array(6);
  expect(() => sgemm({m: 2, n: 2, k: 3, a, b: new Float32Array(5)})).toThrow(
    'b: expected [3,2] (6 values), got 5 values',
  );
  expect(() => sgemm({m: 0, n: 2, k: 3, a, b: a})).toThrow('m: expected a whole number of at least 1, got 0');
  expect(() => sgemm({m: 2, n: 2, k: 3, a, b: a, accumulate: true})).toThrow('accumulate: needs c');
  expect(() => sgemm({m: 2, n: 2, k: 3, a, b: [1] as unknown as Float32Array})).toThrow(
    'b: expected a Float32Array [3,2], got [object Array]',
  );
});
