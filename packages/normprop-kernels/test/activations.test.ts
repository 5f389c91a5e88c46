import {configureKernels, sigmoid, tanh} from '../src/index.js';
import {builds} from './builds.js';

/** The distance of neighbouring floats at |x|. */
function ulp(x: number): number {
  return Math.max(2 ** -149, 2 ** (Math.floor(Math.log2(Math.abs(x))) - 23));
}

/** Every 40009th float of both signs (a prime, so all exponents and many mantissas), and all that are special. */
function manyFloats(): Float32Array {
  const bits = new Uint32Array(Math.ceil(2 ** 32 / 40009) + 12);
  let n = 0;
  for (let b = 0; b < 2 ** 32; b += 40009) bits[n++] = b;
  const special = [
    0,
    -0,
    Infinity,
    -Infinity,
    NaN,
    1e-45,
    -1e-45,
    1.1754943e-38,
    3.4028235e38,
    -3.4028235e38,
  ];
  const all = new Float32Array(bits.buffer);
  special.forEach((v) => (all[n++] = v));
  bits[n++] = 0x7f800001; // a signalling NaN
  bits[n++] = 0xffffffff;
  return all.subarray(0, n);
}

describe.each(builds)('%s build', (build) => {
  beforeAll(() => void configureKernels({build}));
  afterAll(() => void configureKernels({build: 'auto'}));

  test.each([
    ['sigmoid', sigmoid, (x: number) => 1 / (1 + Math.exp(-x)), 0, 1],
    ['tanh', tanh, Math.tanh, -1, 1],
  ] as const)('%s is within 2 ulp or 3e-7 of float64 over all floats', (_name, kernel, exact, low, high) => {
    const x = manyFloats();
    const y = kernel(x);
    let wrong = 0;
    for (let i = 0; i < x.length; i++) {
      const want = exact(x[i]);
      const fits = Number.isNaN(want)
        ? Number.isNaN(y[i])
        : y[i] >= low && y[i] <= high && Math.abs(y[i] - want) <= Math.max(3e-7, 2 * ulp(want));
      if (!fits) wrong++;
    }
    expect(wrong).toBe(0);
  });

  test('small arguments of tanh keep their digits, and zero its sign', () => {
    const x = Float32Array.from([1e-3, -1e-5, 1e-10, -1e-20, 1e-30]);
    tanh(x).forEach((y, i) => expect(Math.abs(y / Math.tanh(x[i]) - 1)).toBeLessThan(4e-7));
    expect(tanh(Float32Array.from([0]))[0]).toBe(0);
  });
});
