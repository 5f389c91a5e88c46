import {configureKernels, lstmBackward, lstmForward, packLSTMWeights} from '../src/index.js';
import {expectNothingKept, rememberUse} from './nothingKept.js';
import {plainShape, randomCase, type CaseShape} from './randomCase.js';

const shape: CaseShape = {...plainShape, mask: true, recurrentDropout: true};

beforeEach(() => {
  configureKernels({build: 'auto'});
  rememberUse();
});

test.each(['none', 'layer', 'batch'] as const)(
  '%s: packed weights give the same bits, call after call',
  (normalizer) => {
    const {args, gradients} = randomCase({...shape, normalizer, columnGains: normalizer === 'none'});
    const plain = lstmForward(args);
    const want = lstmBackward(plain.reserve!, gradients);
    const packedWeights = packLSTMWeights(args);
    expect(packedWeights.bytes).toBeGreaterThan(0);
    for (let i = 0; i < 3; i++) {
      const {outputs, reserve} = lstmForward({...args, packedWeights});
      expect(outputs).toEqual(plain.outputs);
      expect(lstmBackward(reserve!, {...gradients, wantX: i > 0})).toEqual(
        i > 0 ? want : {...want, x: undefined},
      );
      expect(lstmForward({...args, packedWeights, inference: true}).outputs).toEqual(plain.outputs);
    }
    packedWeights.dispose();
    packedWeights.dispose();
    expect(packedWeights.bytes).toBe(0);
    expectNothingKept();
    expect(() => lstmForward({...args, packedWeights})).toThrow('packedWeights: disposed before use');
  },
);

test('weights packed before configureKernels, and those of the reference, still give the values', () => {
  const {args} = randomCase(shape);
  const packedWeights = packLSTMWeights(args);
  const {outputs} = lstmForward({...args, packedWeights, inference: true});
  configureKernels({build: 'auto'});
  expect(lstmForward({...args, packedWeights, inference: true}).outputs).toEqual(outputs);
  configureKernels({build: 'reference'});
  const plain = packLSTMWeights(args);
  expect(plain.bytes).toBe(0);
  expect(lstmForward({...args, packedWeights: plain, inference: true}).outputs.length).toBe(outputs.length);
  packedWeights.dispose();
});

test('weights disposed of between a forward call and its backward stay until then', () => {
  const {args, gradients} = randomCase(shape);
  const want = lstmBackward(lstmForward(args).reserve!, gradients);
  const packedWeights = packLSTMWeights(args);
  const {reserve} = lstmForward({...args, packedWeights});
  packedWeights.dispose();
  expect(packedWeights.bytes).toBeGreaterThan(0);
  expect(lstmBackward(reserve!, gradients)).toEqual(want);
  expectNothingKept();
});

test.each(['columnGainX', 'columnGainH'] as const)(
  '%s: given for one and not for the other is an error',
  (name) => {
    const {args} = randomCase({...shape, columnGains: true});
    const packedWeights = packLSTMWeights(args);
    expect(() => lstmForward({...args, [name]: undefined, packedWeights})).toThrow(
      `${name}: packedWeights were packed with it`,
    );
    expect(() =>
      lstmForward({...args, packedWeights: packLSTMWeights({...args, [name]: undefined})}),
    ).toThrow(`${name}: packedWeights were packed without it`);
  },
);

test('weights of other sizes are named', () => {
  const {args} = randomCase(shape);
  const packedWeights = packLSTMWeights(randomCase({...shape, units: 8}).args);
  expect(() => lstmForward({...args, packedWeights})).toThrow(
    'packedWeights: expected weights for inputSize 7 and units 9, got 7 and 8',
  );
});

test.each([
  [9, 1],
  [70, 1],
  [70, 6],
])('a batch of one has the bits that its row has among others: %d units, %d steps', (units, timeSteps) => {
  const {args} = randomCase({
    ...shape,
    mask: false,
    recurrentDropout: false,
    units,
    timeSteps,
    batch: 3,
    inputSize: 300,
    columnGains: true,
  });
  const all = lstmForward({...args, inference: true});
  const row = (values: Float32Array, size: number, t: number) =>
    values.subarray(t * 3 * size, t * 3 * size + size);
  const x = new Float32Array(timeSteps * 300);
  for (let t = 0; t < timeSteps; t++) x.set(row(args.x, 300, t), t * 300);
  const first = {...args, batch: 1, x, h0: row(args.h0!, units, 0), c0: row(args.c0!, units, 0)};
  for (const packedWeights of [undefined, packLSTMWeights(args)]) {
    const one = lstmForward({...first, packedWeights, inference: true});
    for (let t = 0; t < timeSteps; t++)
      expect(one.outputs.subarray(t * units, (t + 1) * units)).toEqual(row(all.outputs, units, t));
    packedWeights?.dispose();
  }
});
