import fc from 'fast-check';
import {configureKernels, lstmBackward, lstmForward, type KernelBuild} from '../src/index.js';
import {builds} from './builds.js';
import {expectClose} from './expectClose.js';
import {plainShape, randomCase, type CaseShape} from './randomCase.js';

const tolerance = {rtol: 1e-4, atol: 2e-5};

afterAll(() => void configureKernels({build: 'auto'}));

function run(build: KernelBuild, shape: CaseShape) {
  configureKernels({build});
  const {args, gradients} = randomCase(shape);
  const {reserve, statistics, cellPenalty = 0, ...forward} = lstmForward(args);
  return {
    ...forward,
    cellPenalty: [cellPenalty],
    ...statistics,
    gradients: lstmBackward(reserve!, gradients),
  };
}

function compare(build: KernelBuild, shape: CaseShape, {rtol, atol} = tolerance): void {
  const {gradients: wantGradients, ...want} = run('reference', shape);
  const {gradients, ...got} = run(build, shape);
  expect(Object.keys(got).sort()).toEqual(Object.keys(want).sort());
  expect(Object.keys(gradients).sort()).toEqual(Object.keys(wantGradients).sort());
  for (const [name, values] of Object.entries(want))
    expectClose(name, got[name as keyof typeof got], values, {rtol, atol});
  for (const [name, values] of Object.entries(wantGradients) as [keyof typeof gradients, Float32Array][]) {
    const largest = values.reduce((m, v) => Math.max(m, Math.abs(v)), 1); // sums of many terms: rounding goes with the largest
    expectClose(`gradient of ${name}`, gradients[name], values, {rtol, atol: atol * largest});
  }
}

const shapes: fc.Arbitrary<CaseShape> = fc.record({
  timeSteps: fc.integer({min: 1, max: 5}),
  batch: fc.integer({min: 1, max: 18}),
  inputSize: fc.integer({min: 1, max: 9}),
  units: fc.integer({min: 1, max: 13}),
  normalizer: fc.constantFrom('none' as const, 'layer' as const, 'batch' as const),
  perGate: fc.boolean(),
  population: fc.boolean(),
  allRows: fc.boolean(),
  bias: fc.boolean(),
  initial: fc.boolean(),
  scales: fc.boolean(),
  betas: fc.boolean(),
  mask: fc.boolean(),
  recurrentDropout: fc.boolean(),
  candidateDropout: fc.boolean(),
  zoneout: fc.constantFrom('none' as const, 'masks' as const, 'rates' as const),
  goBackwards: fc.boolean(),
  batchMajor: fc.boolean(),
  columnGains: fc.boolean(),
  preserving: fc.boolean(),
  hardSigmoid: fc.boolean(),
  penalty: fc.boolean(),
  seeds: fc.constantFrom('outputs' as const, 'last' as const, 'all' as const),
  wantX: fc.boolean(),
  seed: fc.nat(),
});

test.each(builds)('%s: 400 random cases give the reference values', (build) => {
  fc.assert(
    fc.property(shapes, (shape) => compare(build, shape)),
    {numRuns: 400, seed: 20260117},
  );
});

const large: CaseShape = {
  ...plainShape,
  timeSteps: 9,
  batch: 37,
  inputSize: 35,
  units: 70,
  mask: true,
  recurrentDropout: true,
  preserving: true,
  penalty: true,
  seed: 5,
};

test.each(['none', 'layer', 'batch'] as const)('%s: sizes beyond one block of the GEMM', (normalizer) => {
  for (const [i, build] of builds.entries())
    compare(build, {...large, normalizer, recurrentDropout: i === 0});
});

test('a batch larger than the rows taken at once, one step', () => {
  for (const build of builds) {
    compare(build, {...large, timeSteps: 1, batch: 600, units: 6, inputSize: 3});
    compare(build, {...large, timeSteps: 3, batch: 300, units: 6, inputSize: 3, goBackwards: true});
  }
});

test.each(['none', 'layer', 'batch'] as const)(
  '%s: inference gives the outputs of training, also in stretches',
  (normalizer) => {
    const {args} = randomCase({
      ...large,
      timeSteps: 41,
      batch: 60,
      units: 7,
      inputSize: 3,
      normalizer,
      goBackwards: true,
      batchMajor: true,
      columnGains: true,
      zoneout: 'masks',
      candidateDropout: true,
    });
    for (const build of ['reference' as const, ...builds]) {
      configureKernels({build});
      const {reserve, ...training} = lstmForward(args);
      reserve!.dispose();
      expect(lstmForward({...args, inference: true})).toEqual(training);
    }
  },
);
