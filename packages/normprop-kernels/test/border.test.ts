import {configureKernels, lstmBackward, lstmForward, sgemm} from '../src/index.js';
import type {LSTMForwardArgs, LSTMReserve} from '../src/index.js';
import {plainShape, randomCase, type CaseShape} from './randomCase.js';

const shape: CaseShape = {
  ...plainShape,
  timeSteps: 2,
  batch: 3,
  inputSize: 4,
  units: 5,
  scales: false,
  betas: false,
  mask: true,
  seed: 1,
};
const {args, gradients} = randomCase(shape);
const batchArgs = randomCase({...shape, normalizer: 'batch', population: true}).args;

test.each<[string, Partial<LSTMForwardArgs>]>([
  ['kernel: expected [4,20] (80 values), got 7 values', {kernel: new Float32Array(7)}],
  ['recurrentKernel: expected a Float32Array [5,20], got undefined', {recurrentKernel: undefined}],
  [
    'x: expected a Float32Array [2,3,4], got [object Float64Array]',
    {x: new Float64Array(24) as unknown as Float32Array},
  ],
  ['timeSteps: expected a whole number of at least 1, got 0', {timeSteps: 0}],
  ['units: expected a whole number of at least 1, got 2.5', {units: 2.5}],
  ['batch: expected a whole number of at least 1, got -1', {batch: -1}],
  ['h0: expected [3,5] (15 values), got 3 values', {h0: new Float32Array(3)}],
  ['mask: expected 0 or 1, got 0.5 at 2', {mask: Float32Array.of(1, 0, 0.5, 1, 1, 1)}],
  ['zoneoutCell: expected a rate from 0 to 1, got 1.5', {zoneoutCell: 1.5}],
  ['zoneoutHidden: expected [2,3,5] (30 values), got 1 values', {zoneoutHidden: new Float32Array(1)}],
  ["normalizer: expected 'none', 'layer' or 'batch', got 'group'", {normalizer: 'group' as 'layer'}],
  ["gammaX: only with normalizer 'layer' or 'batch'", {gammaX: new Float32Array(20)}],
  ["perGate: only with normalizer 'layer'", {perGate: true}],
  ['gammaX: expected a Float32Array [20], got undefined', {normalizer: 'layer'}],
  [
    "cellScale: only with normalizer 'none'; use gammaC",
    {normalizer: 'layer', cellScale: new Float32Array(5)},
  ],
  [
    'timeSteps 100000, batch 1000, inputSize 4, units 512: about 1145.9 GiB must be kept, more than the 4 GiB of a WebAssembly memory',
    {timeSteps: 100000, batch: 1000, units: 512},
  ],
])('%s', (message, change) => {
  expect(() => lstmForward({...args, ...change})).toThrow(message);
});

test('population statistics of unequal lengths are named', () => {
  const populationStatistics = {...batchArgs.populationStatistics!, varianceH: new Float32Array(3)};
  expect(() => lstmForward({...batchArgs, populationStatistics})).toThrow(
    'populationStatistics.varianceH: expected [1,20]',
  );
});

test('a reserve serves once; foreign and disposed ones are refused', () => {
  const {reserve} = lstmForward(args);
  expect(reserve!.bytes).toBeGreaterThan(0);
  lstmBackward(reserve!, gradients);
  expect(reserve!.bytes).toBe(0);
  expect(() => lstmBackward(reserve!, gradients)).toThrow('reserve: used up');
  expect(() => lstmBackward({} as LSTMReserve, gradients)).toThrow(
    'reserve: expected what lstmForward returned',
  );
  const second = lstmForward(args).reserve!;
  expect(() => lstmBackward(second, {outputs: new Float32Array(2)})).toThrow('outputs: expected [2,3,5]');
  second.dispose();
  second.dispose();
  expect(() => lstmBackward(second, gradients)).toThrow('reserve: used up');
});

test('NaN in gives NaN out, in its own row only', () => {
  const x = args.x.slice();
  x[0] = NaN; // step 0, row 0
  const {outputs, reserve} = lstmForward({...args, x, mask: undefined});
  reserve!.dispose();
  expect([...outputs.subarray(0, 5)].every(Number.isNaN)).toBe(true);
  expect([...outputs.subarray(5, 15)].some(Number.isNaN)).toBe(false);
});

test('an argument that is not there is named, wherever it stands', () => {
  const unknown = {modle: 'normProp'} as object;
  expect(() => lstmForward({...args, ...unknown})).toThrow('modle: lstmForward has no such argument; it has');
  expect(() => lstmForward(undefined as unknown as LSTMForwardArgs)).toThrow(
    'lstmForward: expected an object, got undefined',
  );
  const {reserve} = lstmForward(args);
  expect(() => lstmBackward(reserve!, {...gradients, ...unknown})).toThrow('modle: lstmBackward has no such');
  reserve!.dispose();
  expect(() => configureKernels({thread: 2} as object)).toThrow('thread: configureKernels has no such');
  expect(() => sgemm({m: 1, n: 1, k: 1, a: args.x, b: args.x, toString: 1} as never)).toThrow(
    'toString: sgemm has no such',
  );
});

test('the cell, its penalty and the activation are checked', () => {
  const target = new Float32Array(5).fill(1);
  const call = (given: object) => () => lstmForward({...args, ...given});
  expect(call({cell: 'coupled'})).toThrow("cell: expected 'standard' or 'preserving', got 'coupled'");
  expect(call({recurrentActivation: 'relu'})).toThrow(
    "recurrentActivation: expected 'sigmoid' or 'hardSigmoid', got 'relu'",
  );
  expect(call({cellPenalty: {weight: -1, target}})).toThrow('cellPenalty.weight: expected a finite number');
  expect(call({cellPenalty: {weight: 1, target: target.subarray(1)}})).toThrow(
    'cellPenalty.target: expected [5]',
  );
  expect(call({cellPenalty: {weight: 1, target: new Float32Array(5)}})).toThrow(
    'cellPenalty.target: expected finite numbers greater than 0, got 0 at 0',
  );
  const {reserve} = lstmForward(args);
  expect(() => lstmBackward(reserve!, {...gradients, cellPenalty: 1})).toThrow(
    'cellPenalty: the forward call had no',
  );
  reserve!.dispose();
});

test('the same settings once more change nothing', () => {
  configureKernels({build: 'simd'});
  const {reserve} = lstmForward(args);
  const {memoryBytes, usedBytes} = configureKernels({build: 'simd'});
  expect(usedBytes).toBeGreaterThan(0);
  for (let i = 0; i < 3; i++) configureKernels({build: 'simd', threads: 'auto'});
  expect(configureKernels({}).memoryBytes).toBe(memoryBytes);
  reserve!.dispose();
  configureKernels({build: 'auto'});
});
