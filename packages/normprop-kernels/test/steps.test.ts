import {configureKernels, lstmBackward, lstmForward} from '../src/index.js';
import type {KernelBuild, LSTMForwardArgs, LSTMGradients} from '../src/index.js';
import {lstmSteps} from '../src/steps/index.js';
import type {LSTMSteps, LSTMStepsArgs} from '../src/steps/index.js';
import {builds} from './builds.js';
import {expectClose} from './expectClose.js';
import {expectNothingKept, rememberUse} from './nothingKept.js';
import {random} from './random.js';
import {plainShape, randomCase, type CaseShape} from './randomCase.js';

const shape: CaseShape = {...plainShape, timeSteps: 4, batch: 11, inputSize: 6, seeds: 'outputs', seed: 3};

/** Random shapes with every option that steps have. */
const shapes: CaseShape[] = Array.from({length: 40}, (_, i) => {
  const next = random(100 + i);
  const coin = () => next() < 0;
  const upTo = (most: number) => 1 + Math.floor(((next() + 1) / 2) * most);
  return {
    ...shape,
    timeSteps: upTo(5),
    batch: upTo(18),
    inputSize: upTo(20),
    units: upTo(20),
    normalizer: (['none', 'layer', 'batch'] as const)[i % 3],
    perGate: coin(),
    population: coin(),
    bias: coin(),
    initial: coin(),
    scales: coin(),
    betas: coin(),
    recurrentDropout: coin(),
    candidateDropout: coin(),
    zoneout: (['none', 'masks', 'rates'] as const)[upTo(3) - 1],
    columnGains: coin(),
    preserving: coin(),
    hardSigmoid: coin(),
    seed: 500 + i,
  };
});

/** What steps take of the arguments of `lstmForward`. */
function stepsArgs({
  x: _x,
  goBackwards: _g,
  batchMajor: _b,
  returnCells: _r,
  batchStatisticsOver: _o,
  ...args
}: LSTMForwardArgs): LSTMStepsArgs {
  return args;
}

const part = (values: Float32Array, t: number, size: number) => values.subarray(t * size, (t + 1) * size);

/** The sequence step by step, with the gradients of its outputs. */
function stepByStep(args: LSTMForwardArgs, outputs: Float32Array) {
  const {timeSteps: T, batch, inputSize, units, x} = args;
  const steps = lstmSteps(stepsArgs(args));
  const hidden = new Float32Array(T * batch * units);
  for (let t = 0; t < T; t++) hidden.set(steps.forward(part(x, t, batch * inputSize)), t * batch * units);
  const statistics = steps.statistics();
  const dx = new Float32Array(x.length);
  for (let t = T - 1; t >= 0; t--)
    dx.set(steps.backward(part(outputs, t, batch * units)), t * batch * inputSize);
  return {hidden, statistics, gradients: {...steps.finish(), x: dx} as LSTMGradients};
}

const every: KernelBuild[] = [...builds, 'reference'];

afterAll(() => configureKernels({build: 'auto', threads: 'auto'}));

describe.each(every)('%s', (build) => {
  test.each(shapes.map((each, i) => [i, each] as const))(
    'case %d: what the whole sequence gives, and each of its gradients',
    (_, each) => {
      const {args, gradients} = randomCase(each);
      configureKernels({build: 'reference'});
      const want = lstmForward(args);
      const wanted = lstmBackward(want.reserve!, gradients);
      configureKernels({build, threads: 1});
      rememberUse();
      const got = stepByStep(args, gradients.outputs!);
      expectNothingKept();
      expectClose('outputs', got.hidden, want.outputs, {rtol: 1e-5, atol: 1e-5});
      expect(got.statistics === undefined).toBe(want.statistics === undefined);
      for (const [name, values] of Object.entries(want.statistics ?? {}))
        expectClose(name, got.statistics![name as keyof typeof got.statistics], values as Float32Array, {
          rtol: 1e-5,
          atol: 1e-5,
        });
      expect(Object.keys(got.gradients).sort()).toEqual(Object.keys(wanted).sort());
      for (const [name, values] of Object.entries(wanted) as [keyof LSTMGradients, Float32Array][]) {
        const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        expectClose(name, got.gradients[name], values, {rtol: 1e-4, atol: 2e-5 * Math.max(1, largest)});
      }
    },
  );
});

test.each(builds)(
  '%s: the bits of h and of the weight gradients are those of the whole sequence',
  (build) => {
    configureKernels({build, threads: 1});
    const {args, gradients} = randomCase({...shape, timeSteps: 6, batch: 16, columnGains: true});
    const whole = lstmForward(args);
    const wanted = lstmBackward(whole.reserve!, gradients);
    const got = stepByStep(args, gradients.outputs!);
    expect(got.hidden).toEqual(whole.outputs);
    for (const name of ['kernel', 'recurrentKernel', 'bias', 'columnGainX', 'h0'] as const)
      expect(got.gradients[name]).toEqual(wanted[name]);
  },
);

test.each(builds)('%s: two threads have the bits of one', (build) => {
  const large = {...shape, timeSteps: 2, batch: 64, inputSize: 160, units: 160, columnGains: true};
  const {args, gradients} = randomCase(large);
  configureKernels({build, threads: 1});
  const one = stepByStep(args, gradients.outputs!);
  configureKernels({build, threads: 2});
  expect(stepByStep(args, gradients.outputs!)).toEqual(one);
  configureKernels({build, threads: 1});
});

describe('out of order, or with wrong lengths, a step says so', () => {
  let steps: LSTMSteps;
  const {args} = randomCase({...shape, timeSteps: 2});
  const x = new Float32Array(11 * 6);
  const dh = new Float32Array(11 * 9);

  beforeEach(() => {
    configureKernels({build: 'auto'});
    steps = lstmSteps(stepsArgs(args));
  });
  afterEach(() => steps.dispose());

  test('back before all are forward', () => {
    steps.forward(x);
    expect(() => steps.backward(dh)).toThrow('backward: 1 of 2 steps have been taken forward');
    expect(() => steps.statistics()).toThrow('statistics: 1 of 2 steps have been taken forward');
  });

  test('too many, or finished too early', () => {
    steps.forward(x);
    steps.forward(x);
    expect(() => steps.forward(x)).toThrow('forward: all 2 steps have been taken');
    steps.backward(dh);
    expect(() => steps.finish()).toThrow('finish: 1 of 2 steps have been taken back');
    steps.backward(dh);
    expect(() => steps.backward(dh)).toThrow('backward: all 2 steps have been taken back');
    steps.finish();
    expect(() => steps.forward(x)).toThrow('steps: finished or disposed before');
    expect(steps.bytes).toBe(0);
  });

  test('wrong lengths, options that steps do not have', () => {
    expect(() => steps.forward(dh)).toThrow('x: expected [11,6] (66 values), got 99 values');
    steps.forward(x);
    steps.forward(x);
    expect(() => steps.backward(x)).toThrow('hidden: expected [11,9] (99 values), got 66 values');
    expect(() => lstmSteps(args as LSTMStepsArgs)).toThrow('x: lstmSteps has no such argument');
    expect(() => lstmSteps({...stepsArgs(args), units: 8})).toThrow('kernel: expected [6,32]');
  });

  test('a disposed one is over, and its memory given back', () => {
    expect(steps.bytes).toBeGreaterThan(0);
    steps.forward(x);
    steps.dispose();
    steps.dispose();
    expect(steps.bytes).toBe(0);
    expect(() => steps.forward(x)).toThrow('steps: finished or disposed before');
  });
});
