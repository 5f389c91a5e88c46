import {PLAIN_SIMD} from '../src/generated/kernelBinaries.js';
import {decodeText} from '../src/module/decodeText.js';
import {sharedBinary} from '../src/module/sharedBinary.js';

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
  expect(kernels.kernelInfo()).toMatchObject({
    build: 'reference',
    threads: 1,
    memoryBytes: 0,
    usedBytes: 0,
    peakBytes: 0,
    withoutNative: 'NORMPROP_NATIVE=0 switches native kernels off',
  });
  expect([...kernels.tanh(Float32Array.of(0, Infinity))]).toEqual([0, 1]);
  expect(() => kernels.configureKernels({build: 'simd'})).toThrow(
    "build: 'simd' does not run on this JavaScript engine",
  );
  expect(kernels.kernelInfo().build).toBe('reference');
});

test('an engine without relaxed SIMD runs the plain build', () => {
  const plain = decodeText(PLAIN_SIMD).length;
  const kernels = loadedWhere((bytes) => bytes.byteLength === plain);
  expect(kernels.kernelInfo().build).toBe('simd');
});

test('a page that forbids compilation runs the reference, with one warning', () => {
  const compiler = jest.spyOn(WebAssembly, 'Module').mockImplementation(() => {
    throw new WebAssembly.CompileError('unsafe-eval is not an allowed source');
  });
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
  const kernels = loadedWhere(() => true);
  expect(kernels.kernelInfo().build).toBe('reference');
  expect(warn).toHaveBeenCalledTimes(1);
  expect(warn.mock.calls[0][0]).toContain('unsafe-eval is not an allowed source');
  compiler.mockRestore();
  warn.mockRestore();
});

test('an engine without FinalizationRegistry runs the kernels all the same', () => {
  const real = globalThis.FinalizationRegistry;
  delete (globalThis as {FinalizationRegistry?: unknown}).FinalizationRegistry;
  try {
    const kernels = loadedWhere(() => true);
    const one = Float32Array.of(1);
    const four = new Float32Array(4).fill(0.5);
    const weights = {inputSize: 1, units: 1, kernel: four, recurrentKernel: four};
    const packedWeights = kernels.packLSTMWeights(weights);
    const {reserve} = kernels.lstmForward({...weights, packedWeights, timeSteps: 1, batch: 1, x: one});
    expect(kernels.lstmBackward(reserve!, {outputs: one}).bias).toHaveLength(4);
    packedWeights.dispose();
    expect(kernels.kernelInfo().usedBytes).toBe(0);
  } finally {
    globalThis.FinalizationRegistry = real;
  }
});

test('an unknown build is named', () => {
  const {configureKernels} = loadedWhere(() => true);
  expect(() => configureKernels({build: 'avx' as 'simd'})).toThrow(
    "build: expected one of auto, native-avx512, native-avx2, native-neon, relaxed-simd, simd, reference, got 'avx'",
  );
});

test('a module without the expected import is refused', () => {
  expect(() => sharedBinary(Uint8Array.of(0, 97, 115, 109))).toThrow(
    'the memory import is not where it is expected',
  );
});

/** The package loaded again where these globals are others, in which `use` runs. */
function where<T>(globals: Record<string, unknown>, use: (kernels: Kernels, warn: jest.SpyInstance) => T): T {
  const shared = globalThis as unknown as Record<string, unknown>;
  const kept = Object.fromEntries(Object.keys(globals).map((name) => [name, shared[name]]));
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
  Object.assign(shared, globals);
  try {
    let result: T | undefined;
    jest.isolateModules(() => {
      result = use(jest.requireActual<Kernels>('../src/index'), warn);
    });
    return result!;
  } finally {
    Object.assign(shared, kept);
    warn.mockRestore();
  }
}

/** Runs a small product and an LSTM forward and backward on whatever was chosen. */
function expectToWork({lstmBackward, lstmForward, sgemm}: Kernels): void {
  const c = new Float32Array(1);
  sgemm({m: 1, n: 1, k: 2, a: Float32Array.of(1, 2), b: Float32Array.of(3, 4), c});
  expect(c[0]).toBe(11);
  const sizes = {timeSteps: 2, batch: 1, inputSize: 1, units: 1};
  const {reserve} = lstmForward({
    ...sizes,
    x: Float32Array.of(1, 2),
    kernel: Float32Array.of(1, 1, 1, 1),
    recurrentKernel: Float32Array.of(1, 1, 1, 1),
    bias: new Float32Array(4),
  });
  expect(reserve).toBeDefined();
  expect(lstmBackward).toBeInstanceOf(Function);
}

test('a process without the addresses for a shared memory runs WebAssembly on one thread', () => {
  const {Memory} = WebAssembly;
  function SmallMemory(descriptor: WebAssembly.MemoryDescriptor): WebAssembly.Memory {
    if (descriptor.shared) throw new RangeError('could not allocate memory');
    return new Memory(descriptor);
  }
  const small = {
    Memory: SmallMemory,
    Module: WebAssembly.Module,
    Instance: WebAssembly.Instance,
    validate: WebAssembly.validate.bind(WebAssembly),
  };
  where({WebAssembly: small}, (kernels, warn) => {
    const info = kernels.configureKernels({native: false});
    expect(info).toMatchObject({build: expect.stringContaining('simd') as string, threads: 1});
    expectToWork(kernels);
    expect(() => kernels.configureKernels({threads: 2})).toThrow('could not allocate memory');
    expect(warn).not.toHaveBeenCalled();
  });
});

test('a page whose policy forbids to compile WebAssembly runs the reference, with one warning', () => {
  const {CompileError} = WebAssembly;
  const refusing = {
    ...WebAssembly,
    validate: WebAssembly.validate.bind(WebAssembly),
    Memory: WebAssembly.Memory,
    Module: class {
      constructor() {
        throw new CompileError(
          "WebAssembly.Module(): violates the Content Security directive 'wasm-unsafe-eval'",
        );
      }
    },
  };
  where({WebAssembly: refusing}, (kernels, warn) => {
    expect(kernels.kernelInfo().build).toBe('reference');
    expectToWork(kernels);
    expect(kernels.configureKernels({threads: 2}).build).toBe('reference');
    expect(() => kernels.configureKernels({build: 'simd'})).toThrow(
      "build: 'simd' does not run on this JavaScript engine: WebAssembly.Module(): violates",
    );
    expect(kernels.configureKernels({build: 'auto'}).build).toBe('reference');
    expect(warn.mock.calls).toEqual([
      [
        expect.stringMatching(
          /^normprop-kernels: WebAssembly does not compile here, so the slower reference runs\. The reason: .*wasm-unsafe-eval/,
        ),
      ],
    ]);
  });
});

test('nothing is compiled by asking what has started', () => {
  const [validate, Module] = [jest.fn<void, []>(), jest.fn<void, []>()];
  where({WebAssembly: {validate, Module}}, ({startedKernels}) => expect(startedKernels()).toBeUndefined());
  expect([validate, Module].flatMap(({mock}) => mock.calls)).toEqual([]);
});

test.each([
  ['WebAssembly', {WebAssembly: undefined}],
  ['a WebAssembly that does anything', {WebAssembly: {}}],
  ['FinalizationRegistry', {FinalizationRegistry: undefined}],
  [
    'either, nor threads or base64',
    {
      WebAssembly: undefined,
      FinalizationRegistry: undefined,
      SharedArrayBuffer: undefined,
      Worker: undefined,
      atob: undefined,
    },
  ],
])('an engine without %s runs the reference', (_, globals) => {
  where(globals, (kernels, warn) => {
    expect(kernels.kernelInfo().build).toBe('reference');
    expectToWork(kernels);
    expect(() => kernels.configureKernels({build: 'simd'})).toThrow("build: 'simd' does not run on this");
    expect(warn).not.toHaveBeenCalled();
  });
});

test('settings that are not there are refused', () => {
  const {configureKernels} = loadedWhere(() => true);
  expect(() => configureKernels({thread: 2} as never)).toThrow(
    'thread: configureKernels has no such argument; it has build, threads, native',
  );
});

test('nothing happens where nothing changes', () => {
  const {Instance} = WebAssembly;
  const made = jest.spyOn(WebAssembly, 'Instance').mockImplementation((...args) => new Instance(...args));
  jest.isolateModules(() => {
    const {configureKernels, kernelInfo} = jest.requireActual<Kernels>('../src/index');
    const {build} = kernelInfo();
    for (const same of [{threads: 'auto'}, {build: 'auto'}, {build}, {}, {build, threads: 'auto'}] as const)
      configureKernels(same);
    expect(made).toHaveBeenCalledTimes(1);
    for (let i = 0; i < 5; i++) configureKernels({threads: 2});
    configureKernels({build: 'auto'});
    expect(made).toHaveBeenCalledTimes(2);
    configureKernels({build: 'reference'});
    configureKernels({threads: 1});
    configureKernels({build: 'reference', threads: 2});
    expect(made).toHaveBeenCalledTimes(2);
    expect(configureKernels({build: 'auto', threads: 1}).build).toBe(build);
    expect(made).toHaveBeenCalledTimes(3);
  });
  made.mockRestore();
});
