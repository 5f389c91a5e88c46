import {RELAXED_SIMD_BASE64} from '../src/generated/kernelBinaries.js';
import {sharedBinary} from '../src/engine/sharedBinary.js';

type Kernels = typeof import('../src/index.js');

/** The package loaded afresh on an engine that accepts only the modules for which `accepts` is true. */
function loadedWhere(accepts: (bytes: ArrayBufferView | ArrayBuffer) => boolean): Kernels {
  const real = WebAssembly.validate.bind(WebAssembly);
  const spy = jest
    .spyOn(WebAssembly, 'validate')
    .mockImplementation((bytes) => accepts(bytes as ArrayBufferView) && real(bytes));
  let loaded: Kernels | undefined;
  jest.isolateModules(() => {
    loaded = jest.requireActual<Kernels>('../src/index');
    loaded.kernelInfo();
  });
  spy.mockRestore();
  return loaded!;
}

test('an engine without SIMD runs the reference', () => {
  const kernels = loadedWhere(() => false);
  expect(kernels.kernelInfo()).toEqual({
    build: 'reference',
    threads: 1,
    memoryBytes: 0,
    usedBytes: 0,
    peakBytes: 0,
  });
  expect([...kernels.tanh(Float32Array.of(0, Infinity))]).toEqual([0, 1]);
  expect(() => kernels.configureKernels({build: 'simd'})).toThrow(
    "build: 'simd' does not run on this JavaScript engine",
  );
  expect(kernels.kernelInfo().build).toBe('reference');
});

test('an engine without relaxed SIMD runs the plain build', () => {
  const relaxed = Buffer.from(RELAXED_SIMD_BASE64, 'base64').length;
  const kernels = loadedWhere((bytes) => bytes.byteLength !== relaxed);
  expect(kernels.kernelInfo().build).toBe('simd');
});

test('an unknown build is named', () => {
  const {configureKernels} = loadedWhere(() => true);
  expect(() => configureKernels({build: 'avx' as 'simd'})).toThrow(
    "build: expected one of auto, relaxed-simd, simd, reference, got 'avx'",
  );
});

test('a module without the expected import is refused', () => {
  expect(() => sharedBinary(Uint8Array.of(0, 97, 115, 109))).toThrow(
    'the memory import is not where it is expected',
  );
});
