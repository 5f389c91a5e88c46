import {configureKernels, lstmForward, packLSTMWeights, prepareLSTMForward} from '../src/index.js';
import type {LSTMForwardArgs, PreparedForwardArgs} from '../src/index.js';
import {expectNothingKept, rememberUse} from './nothingKept.js';
import {plainShape, randomCase, type CaseShape} from './randomCase.js';

const shape: CaseShape = {
  ...plainShape,
  mask: true,
  recurrentDropout: true,
  candidateDropout: true,
  zoneout: 'masks',
  goBackwards: true,
  batchMajor: true,
  wantX: false,
};

beforeEach(() => {
  configureKernels({build: 'auto'});
  rememberUse();
});

/** The arguments without x and the state. */
function settled({
  x: _x,
  h0: _h0,
  c0: _c0,
  inference: _inference,
  ...args
}: LSTMForwardArgs): PreparedForwardArgs {
  return args;
}

test.each(['none', 'layer', 'batch'] as const)(
  '%s: call after call the bits of lstmForward, with other inputs and states',
  (normalizer) => {
    const {args} = randomCase({...shape, normalizer, columnGains: normalizer === 'none'});
    const prepared = prepareLSTMForward(settled(args))!;
    for (let i = 0; i < 3; i++) {
      const x = args.x.map((value) => value * (i + 1));
      const [h0, c0] = [args.h0, args.c0].map((state) => (i === 2 ? undefined : state!.map((v) => v - i)));
      expect(prepared.run(x, h0, c0)).toEqual(lstmForward({...args, x, h0, c0, inference: true}));
    }
    const first = prepared.run(args.x);
    const kept = first.outputs.slice();
    prepared.run(args.x.map((value) => -value));
    expect(first.outputs).toEqual(kept); // the arrays are the caller's
    prepared.dispose();
    prepared.dispose();
    expectNothingKept();
    expect(prepared.isCurrent).toBe(false);
  },
);

test('more rows than are held at a time', () => {
  const {args} = randomCase({...shape, timeSteps: 40, batch: 50, zoneout: 'none'});
  const prepared = prepareLSTMForward(settled(args))!;
  const want = lstmForward({...args, inference: true});
  for (let i = 0; i < 2; i++) expect(prepared.run(args.x, args.h0, args.c0)).toEqual(want);
  prepared.dispose();
});

test('packed weights are kept for as long as something runs on them', () => {
  const {args} = randomCase({...shape, columnGains: true});
  const want = lstmForward({...args, inference: true});
  const packedWeights = packLSTMWeights(args);
  const prepared = prepareLSTMForward({...settled(args), packedWeights})!;
  packedWeights.dispose();
  expect(prepared.run(args.x, args.h0, args.c0)).toEqual(want);
  prepared.dispose();
  expectNothingKept();
});

test('is out of date once other kernels have been chosen; those without it say so', () => {
  const {args} = randomCase(shape);
  const prepared = prepareLSTMForward(settled(args))!;
  expect(prepared.isCurrent).toBe(true);
  configureKernels({build: 'reference'});
  expect(prepared.isCurrent).toBe(false);
  expect(prepareLSTMForward(settled(args))).toBeUndefined();
  prepared.dispose();
});

test('checks its arguments as lstmForward does', () => {
  const {args} = randomCase(shape);
  expect(() => prepareLSTMForward({...settled(args), kernel: args.kernel.subarray(1)})).toThrow(
    'kernel: expected',
  );
  expect(() => prepareLSTMForward({...settled(args), timeSteps: -1})).toThrow('timeSteps: expected');
  expect(() => prepareLSTMForward({...settled(args), mistake: 1} as never)).toThrow(
    'mistake: lstmForward has no',
  );
  expectNothingKept();
});
