import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs's own ops
import {
  add,
  grads,
  greater,
  memory,
  mul,
  ones,
  randomUniform,
  square,
  sum,
  tensor2d,
} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor1D, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
import {kernelModels} from '../../test/bothWays.js';
import {expectClose} from '../../test/golden.js';
import {random} from '../../test/smallCase.js';
import {lstmSequence, useKernels} from '../index.js';
import type {BatchStatistics, LSTMSequenceOptions, LSTMWeights, RecurrentModel} from '../index.js';

/** Sizes, and what is on beside the model. */
interface Case {
  T: number;
  B: number;
  D: number;
  H: number;
  /** A mask, dropouts and zoneout. */
  masks?: boolean;
  goBackwards?: boolean;
  /** Shifts, where the model has them. */
  betas?: boolean;
  perGate?: boolean;
  allRows?: boolean;
  population?: boolean;
  /** No row of the second step counts. */
  emptyStep?: boolean;
}
// A tile of the shaders is 32 rows and 16 units, a group of Layer Norm 128 threads.
const cases: Case[] = [
  {T: 1, B: 1, D: 1, H: 1},
  {T: 1, B: 33, D: 3, H: 17, betas: true},
  {T: 4, B: 1, D: 2, H: 7, masks: true, perGate: true},
  {T: 3, B: 65, D: 3, H: 33, masks: true, goBackwards: true, betas: true},
  {T: 3, B: 6, D: 3, H: 130, masks: true, perGate: true, allRows: true},
  {T: 3, B: 6, D: 3, H: 18, masks: true, emptyStep: true},
  {T: 3, B: 6, D: 3, H: 18, masks: true, population: true},
];
const bits = (shape: number[], seed: number, share: number) =>
  greater(randomUniform(shape, 0, 1, 'float32', seed), 1 - share);

function weightsOf(model: RecurrentModel, {D, H, betas}: Case): {[name: string]: Tensor} {
  const isNormalised = model === 'layerNorm' || model === 'batchNorm';
  return {
    kernel: random([D, 4 * H], 2),
    recurrentKernel: random([H, 4 * H], 3, 0.2),
    bias: random([4 * H], 4),
    ...(model !== 'lstm' && {gammaX: random([4 * H], 51), gammaH: random([4 * H], 52)}),
    ...(model !== 'lstm' && model !== 'weightNorm' && {gammaC: random([H], 53)}),
    ...(isNormalised &&
      betas && {betaX: random([4 * H], 54), betaH: random([4 * H], 55), betaC: random([H], 56)}),
  };
}

function optionsOf(model: RecurrentModel, given: Case): LSTMSequenceOptions {
  const {T, B, H, masks, goBackwards, perGate, allRows, population, emptyStep} = given;
  const mask = bits([T, B], 5, 0.8);
  const moments = (columns: number, seed: number) => random([2, columns], seed);
  return {
    model,
    goBackwards,
    ...(masks && {
      mask: (emptyStep ? mul(mask, tensor2d([1, 0, 1], [T, 1])) : mask) as Tensor2D,
      recurrentDropoutMask: mul(bits([B, H], 6, 0.5), 2) as Tensor2D,
      candidateDropoutMask: mul(bits([T, B, H], 7, 0.5), 2) as Tensor3D,
      zoneoutCell: bits([T, B, H], 8, 0.2) as Tensor3D,
      zoneoutHidden: 0.1,
    }),
    ...(model === 'normProp' && {cellVariance: mul(ones([H]), 0.3) as Tensor1D, hiddenVariance: 0.2}),
    ...(model === 'layerNorm' && perGate && {perGate}),
    ...(model === 'batchNorm' && allRows && {batchStatisticsOver: 'allRows'}),
    ...(model === 'batchNorm' &&
      population && {
        populationStatistics: {
          meanX: moments(4 * H, 61),
          meanH: moments(4 * H, 62),
          meanC: moments(H, 63),
          varianceX: square(moments(4 * H, 64)),
          varianceH: square(moments(4 * H, 65)),
          varianceC: square(moments(H, 66)),
        } as BatchStatistics,
      }),
  };
}

afterEach(() => {
  useKernels(true);
});

describe.each(kernelModels)('%s: kernels and tfjs ops give the same', (model) => {
  it.each(cases)('%j', async (given) => {
    const {T, B, D, H} = given;
    const options = optionsOf(model, given);
    const trained = {
      x: random([T, B, D], 1, 1),
      h0: random([B, H], 9),
      c0: random([B, H], 10),
      ...weightsOf(model, given),
    };
    const names = Object.keys(trained);
    const inputs = Object.values(trained);
    const call = (values: Tensor[]) => {
      const {x, h0, c0, ...weights} = Object.fromEntries(names.map((name, i) => [name, values[i]]));
      return lstmSequence(x as Tensor3D, weights as unknown as LSTMWeights, {
        ...options,
        initialState: [h0 as Tensor2D, c0 as Tensor2D],
      });
    };
    const loss = (...values: Tensor[]) => {
      const {outputs, hidden, cell} = call(values);
      const weighted = sum(mul(outputs, random([T, B, H], 11)));
      return add(weighted, add(sum(square(cell)), sum(mul(hidden, random([B, H], 12)))));
    };
    const run = async (on: boolean) => {
      useKernels(on);
      const {statistics, ...results} = call(inputs);
      const {numTensors} = memory();
      const gradients = grads(loss)(inputs);
      const all: {[name: string]: Tensor} = {
        ...results,
        ...statistics,
        ...Object.fromEntries(gradients.map((gradient, i) => [`d${names[i]}`, gradient])),
      };
      expect(memory().numTensors - numTensors).toBe(gradients.length);
      const entries = Object.entries(all);
      const values = await Promise.all(entries.map(async ([, tensor]) => await tensor.data<'float32'>()));
      return new Map(entries.map(([name], i) => [name, values[i]]));
    };
    const [kernels, ops] = [await run(true), await run(false)];
    expect(ops.size).toBe(3 + names.length + (model === 'batchNorm' && !given.population ? 6 : 0));
    // Of one unit, or one row, Layer and Batch Norm leave nothing.
    if (H > 1) expect(Math.max(...ops.get('outputs')!.map(Math.abs))).toBeGreaterThan(1e-3);
    for (const [name, expected] of ops) {
      // Of the largest value: float32 sums of up to 195 rows, in another order, through divisions by small deviations.
      const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
      expectClose(kernels.get(name)!, expected, 0, 1e-4 * largest, name);
    }
  });
});
