// The streaming module's own pieces: the product of one row, its packing, and memory that is given back. What it computes as a
// whole is tested in normprop-runtime, against the equations.
import {STREAM_LAYER_FIELDS} from '../src/generated/streamFields.js';
import {decodeText} from '../src/module/decodeText.js';
import {loadModule} from '../src/module/loadModule.js';
import {STREAM_PLAIN_SIMD} from '../src/generated/streamBinaries.js';
import {StreamKernels, StreamLease, streamModule} from '../src/stream/index.js';
import {random, randomFloats} from './random.js';

const builds: Array<[string, () => WebAssembly.Module]> = [
  ['the fastest build', streamModule],
  ['plain SIMD', () => new WebAssembly.Module(decodeText(STREAM_PLAIN_SIMD))],
];

describe.each(builds)('gemv, %s', (_name, module) => {
  const kernels = new StreamKernels(module());

  test.each([
    [1, 1],
    [3, 7],
    [5, 8],
    [4, 9],
    [2, 32],
    [7, 33],
    [31, 100],
    [64, 256],
  ])('k=%i, n=%i: init + x·W', (k, n) => {
    const lease = new StreamLease(kernels);
    const [x, w, init] = [k, k * n, n].map((size, i) => randomFloats(random(i), size));
    const packed = lease.pack(w, k, n, true);
    const y = lease.filled(n + 8, 42);
    const expected = Array.from({length: n}, (_, j) =>
      x.reduce((sum, value, i) => sum + value * w[i * n + j], 0),
    );
    const check = (start: number, offset: (j: number) => number): void => {
      kernels.exports.gemv(n, k, lease.copy(x), packed, start, y);
      const got = kernels.floats(y, n + 8);
      expected.forEach((value, j) => expect(got[j]).toBeCloseTo(value + offset(j), 4));
      expect(Array.from(got.subarray(n))).toEqual(new Array(8).fill(42)); // nothing beyond the end
    };
    check(0, () => 0);
    check(lease.copy(init), (j) => init[j]);
    kernels.floats(y, n).set(init);
    check(y, (j) => init[j]); // in place
    lease.release();
    expect(kernels.heap.used).toBe(0);
  });
});

test('a module that is another one is refused', () => {
  const other = loadModule('simd')!;
  expect(() => new StreamKernels(other)).toThrow(
    "module: expected normprop-kernels' stream.wasm, got a module without its functions",
  );
});

test('a layer is written field by field', () => {
  const kernels = new StreamKernels(streamModule());
  const lease = new StreamLease(kernels);
  const address = lease.layer({op: 3, units: 5, epsilon: 0.5});
  const names = Object.keys(STREAM_LAYER_FIELDS);
  const at = (name: string): number => address + 4 * names.indexOf(name);
  expect(kernels.ints(at('op'), 1)[0]).toBe(3);
  expect(kernels.ints(at('units'), 1)[0]).toBe(5);
  expect(kernels.floats(at('epsilon'), 1)[0]).toBe(0.5);
  expect(kernels.ints(at('x'), 1)[0]).toBe(0);
});
