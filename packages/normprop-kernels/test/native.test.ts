import {KERNEL_BUILDS} from '../src/choice/kernelSettings.js';
import {configureKernels, kernelInfo, type LSTMForwardArgs} from '../src/index.js';
import {findNative} from '../src/native/findNative.js';
import {nativeKernels} from '../src/native/nativeKernels.js';
import {fixedThreads} from '../src/threads/threadChoice.js';
import {NativeReserve} from '../src/native/nativeReserve.js';
import {referenceKernels} from '../src/reference/referenceKernels.js';
import {ReferenceReserve} from '../src/reference/referenceReserve.js';
import {builds} from './builds.js';
import {randomCase, type CaseShape} from './randomCase.js';

// Of the leg `native`: the package is there.
const shape: CaseShape = {
  ...{timeSteps: 3, batch: 4, inputSize: 5, units: 6, normalizer: 'none', seeds: 'all', wantX: true, seed: 3},
  ...{bias: true, initial: true, scales: true, mask: false, recurrentDropout: false, candidateDropout: false},
  ...{perGate: false, population: false, allRows: false, betas: false, zoneout: 'none', columnGains: false},
  ...{goBackwards: false, batchMajor: false},
};

afterEach(() => void configureKernels({build: 'auto', native: true}));

test('auto takes the first native build of this processor', () => {
  const info = configureKernels({build: 'auto'});
  expect(info.build).toBe(builds[0]);
  expect(info.withoutNative).toBeUndefined();
});

test('native: false goes back to WebAssembly, and says so', () => {
  const info = configureKernels({native: false});
  expect(info.build).toMatch(/simd$/);
  expect(info.withoutNative).toBe('configureKernels({native: false}) switched native kernels off');
  expect(configureKernels({native: true}).build).toBe(builds[0]);
  expect(() => configureKernels({native: 1 as unknown as boolean})).toThrow(
    'native: expected true or false, got 1',
  );
});

test('a native build of another processor is refused by name', () => {
  const foreign = KERNEL_BUILDS.filter((build) => build.startsWith('native') && !builds.includes(build));
  for (const build of foreign)
    expect(() => configureKernels({build})).toThrow(`build: '${build}' does not run on this processor`);
  expect(foreign.length).toBeGreaterThan(0);
  expect(kernelInfo().build).toBe(builds[0]);
});

test('a call with an option that only WebAssembly has goes there', () => {
  const found = findNative();
  if ('why' in found) throw new Error(found.why);
  const kernels = nativeKernels(found.addon, 0, fixedThreads(1), () => referenceKernels);
  const {args} = randomCase(shape);
  const unknown = {...args, laterOption: 1} as unknown as LSTMForwardArgs;
  expect(kernels.lstmForward(unknown).reserve).toBeInstanceOf(ReferenceReserve);
  const {reserve} = kernels.lstmForward({...args, laterOption: undefined} as unknown as LSTMForwardArgs);
  expect(reserve).toBeInstanceOf(NativeReserve);
  reserve!.dispose();
});

test('the addon itself refuses arrays that are too short or of another type', () => {
  const found = findNative();
  if ('why' in found) throw new Error(found.why);
  const {addon} = found;
  const four = new Float32Array(4);
  expect(() => addon.sgemm(0, 1, 2, 2, 3, four, 0, four, 0, four, 0)).toThrow('a: expected 6 values, got 4');
  expect(() => addon.tanh(0, new Float64Array(4) as unknown as Float32Array, four)).toThrow(
    'x: expected a Float32Array',
  );
  expect(() => addon.tanh(9, four, four)).toThrow('build: no such kernels here');
  expect(() => addon.bytes({})).toThrow('handle: expected weights or a reserve of normprop-native');
});
