import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs's own ops
import {
  engine,
  grad,
  memory,
  mul,
  ones,
  profile,
  reshape,
  slice,
  sum,
  tensor,
  tidy,
  variable,
} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor1D, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
import {kernelInfo} from 'normprop-kernels';
import {expectClose} from '../../test/golden.js';
import {kernelModels} from '../../test/bothWays.js';
import {batch, inputSize, models, optionsOf, random, state, units, weightsOf} from '../../test/smallCase.js';
import {lstmSequence, lstmStep, prepareWeights, useKernels} from '../index.js';
import type {LSTMSequenceOptions, LSTMWeights, PreparedWeights} from '../index.js';
import {findPrepared, forgetPrepared} from './preparedCalls.js';
import {sequenceImplementation} from './implementations.js';
import {sizesOf} from './sizesOf.js';

const x = (steps = 2, rows = batch, seed = 1) => random([steps, rows, inputSize], seed, 1) as Tensor3D;
const found = (input: Tensor3D, weights: LSTMWeights | PreparedWeights, options: LSTMSequenceOptions) =>
  findPrepared(input, weights, options, () => sequenceImplementation(sizesOf(input, weights, options)));
/** The same call where nothing is prepared. */
function unprepared(input: Tensor3D, weights: LSTMWeights | PreparedWeights, options: LSTMSequenceOptions) {
  forgetPrepared();
  return lstmSequence(input, weights, {...options, returnCells: true});
}

async function expectSame(
  input: Tensor3D,
  weights: LSTMWeights | PreparedWeights,
  options: LSTMSequenceOptions,
): Promise<void> {
  const got = lstmSequence(input, weights, options);
  const want = unprepared(input, weights, options);
  for (const name of ['outputs', 'hidden', 'cell'] as const) {
    expect(got[name].shape).toEqual(want[name].shape);
    expectClose(await got[name].data(), await want[name].data(), 0, 0, name);
  }
}

/** On tfjs-node a step this small runs in the kernels too. Native code and tfjs's ops prepare nothing, and the calls must be right all the same. */
const here = () =>
  ['cpu', 'wasm', 'tensorflow'].includes(engine().backendName) && !kernelInfo().build.startsWith('native');

beforeEach(() => useKernels(true));
afterEach(() => useKernels(true));

describe.each(models)('%s', (model) => {
  const options = optionsOf(model);

  test('a second call with the same weights is a prepared one, of the same bits', async () => {
    const weights = weightsOf(model);
    lstmSequence(x(), weights, options);
    const wanted = here() && model !== 'batchNorm' && kernelModels.includes(model);
    expect(found(x(2, batch, 7), weights, options) !== undefined).toBe(wanted);
    for (const seed of [2, 3]) {
      lstmSequence(x(), weights, options);
      await expectSame(x(2, batch, seed), weights, {...options, initialState: state()});
      await expectSame(x(2, batch, seed), weights, {...options, goBackwards: true});
    }
  });
});

describe('is not used', () => {
  const options = {model: 'weightNorm', zoneoutCell: 0.1} as const;
  let weights: LSTMWeights;
  beforeAll(() => void (weights = weightsOf('weightNorm')));
  const begin = () => void lstmSequence(x(), weights, options);

  const cases: Array<[string, () => [Tensor3D, LSTMWeights, LSTMSequenceOptions]]> = [
    ['with more rows', () => [x(2, batch + 1), weights, options]],
    ['with more steps', () => [x(3), weights, options]],
    ['with a mask', () => [x(), weights, {...options, mask: ones([2, batch]) as Tensor2D}]],
    ['with another rate', () => [x(), weights, {...options, zoneoutCell: 0.2}]],
    ['with an option more', () => [x(), weights, {...options, cell: 'preserving'}]],
    ['with an option less', () => [x(), weights, {model: 'weightNorm'}]],
    ['with another weight', () => [x(), {...weights, bias: random([4 * units], 77) as Tensor1D}, options]],
    ['with a weight less', () => [x(), {...weights, bias: undefined}, options]],
  ];
  test.each(cases)('%s', async (_, args) => {
    begin();
    expect(found(...args())).toBeUndefined();
    begin();
    await expectSame(...args());
  });

  test('when a variable was assigned', async () => {
    const kernel = variable(weights.kernel);
    const changing = {...weights, kernel: kernel as Tensor as Tensor2D};
    lstmSequence(x(), changing, options);
    kernel.assign(mul(weights.kernel, 2));
    expect(found(x(), changing, options)).toBeUndefined();
    await expectSame(x(), changing, options);
  });

  test('in a gradient, which is the same as before', async () => {
    begin();
    const loss = (input: Tensor) => sum(lstmSequence(input as Tensor3D, weights, options).outputs);
    const got = grad(loss)(x());
    forgetPrepared();
    expectClose(await got.data(), await grad(loss)(x()).data(), 0, 0, 'gradient');
  });

  test('when the kernels are switched off, or tf.profile looks at them', async () => {
    begin();
    const {kernels} = await profile(() => void lstmSequence(x(), weights, options));
    expect(kernels.length).toBeGreaterThan(0);
    begin();
    useKernels(false);
    expect(found(x(), weights, options)).toBeUndefined();
  });

  test('for arguments that are not right, which are refused as ever', () => {
    begin();
    const call =
      (...args: unknown[]) =>
      () =>
        lstmSequence(...(args as Parameters<typeof lstmSequence>));
    expect(call(undefined, weights, options)).toThrow('x: expected a tensor');
    expect(call(x(), null, options)).toThrow('weights: expected an object');
    expect(call(x(), weights, {...options, mistake: undefined})).toThrow('mistake: lstmSequence has no');
    const narrow = slice(weights.kernel, [0, 0], [inputSize, 4]);
    expect(call(x(), {...weights, kernel: narrow}, options)).toThrow('kernel: expected shape');
    const flat = reshape(weights.kernel, [-1]); // the same data in another shape
    expect(call(x(), {...weights, kernel: flat}, options)).toThrow('kernel: expected shape');
    const wrongState = [state()[0], random([batch + 1, units], 3)];
    expect(call(x(), weights, {...options, initialState: wrongState})).toThrow('initialState[1]: expected');
    const disposed = tensor([0]);
    disposed.dispose();
    expect(call(x(), {...weights, bias: disposed}, options)).toThrow();
  });
});

test('steps of many sets of weights keep few of them, and no tensors', () => {
  const steps = (count: number) =>
    tidy(() => {
      for (let i = 0; i < count; i++) {
        const prepared = prepareWeights(weightsOf('normProp'), optionsOf('normProp'));
        for (let t = 0; t < 3; t++) lstmStep(random([batch, inputSize], t) as Tensor2D, state(), prepared);
      }
    });
  steps(8);
  const [bytes, {numTensors}] = [kernelInfo().usedBytes, memory()];
  steps(20);
  expect(kernelInfo().usedBytes).toBe(bytes);
  expect(memory().numTensors).toBe(numTensors);
  if (here()) expect(bytes).toBeGreaterThan(0);
  expect(useKernels(true).usedBytes).toBe(0);
});
