import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs's own ops
import {
  add,
  getBackend,
  grads,
  greater,
  memory,
  mul,
  ones,
  randomUniform,
  setBackend,
  square,
  sum,
  tensor2d,
} from '@tensorflow/tfjs-core';
import type {Rank, Tensor, Tensor1D, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
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
  preserving?: boolean;
  hardSigmoid?: boolean;
  /** Of the cell, where the model has it. */
  penalty?: boolean;
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
  {T: 4, B: 33, D: 3, H: 18, preserving: true, penalty: true},
  {T: 3, B: 6, D: 3, H: 18, hardSigmoid: true, penalty: true},
  {T: 4, B: 5, D: 2, H: 7, masks: true, goBackwards: true, preserving: true, penalty: true},
  {T: 3, B: 65, D: 3, H: 33, masks: true, emptyStep: true, penalty: true},
];
const penalised: ReadonlySet<RecurrentModel> = new Set(['lstm', 'weightNorm', 'normProp']);
const uniform = (size: number, seed: number) => randomUniform<Rank.R1>([size], 0.2, 1, 'float32', seed);
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
  const {preserving, hardSigmoid, penalty} = given;
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
    returnCells: true,
    ...(hardSigmoid && {recurrentActivation: 'hardSigmoid'}),
    ...(preserving && {cell: 'preserving'}),
    ...(penalty && penalised.has(model) && {cellPenalty: {weight: 0.3, target: uniform(H, 13)}}),
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

const backend = {ofLeg: ''};
beforeAll(() => {
  backend.ofLeg = getBackend();
});
afterEach(async () => {
  useKernels(true);
  await setBackend(backend.ofLeg);
});

describe.each(kernelModels)('%s: kernels and tfjs ops give the same', (model) => {
  it.each(cases)('%j', async (given) => {
    const {T, B, D, H} = given;
    /** On the kernels of the leg's backend, or on the ops of cpu: a graphics card that software imitates takes minutes for its own. */
    const run = async (on: boolean) => {
      useKernels(on);
      await setBackend(on ? backend.ofLeg : 'cpu');
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
        const {outputs, hidden, cell, cellPenalty} = call(values);
        let weighted: Tensor = sum(mul(outputs, random([T, B, H], 11)));
        if (cellPenalty) weighted = add(weighted, cellPenalty);
        return add(weighted, add(sum(square(cell)), sum(mul(hidden, random([B, H], 12)))));
      };
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
    const inputCount = 3 + Object.keys(weightsOf(model, given)).length;
    const hasPenalty = given.penalty && penalised.has(model);
    expect(ops.size).toBe(
      (hasPenalty ? 5 : 4) + inputCount + (model === 'batchNorm' && !given.population ? 6 : 0),
    );
    // Of one unit, or one row, Layer and Batch Norm leave nothing.
    if (H > 1) expect(Math.max(...ops.get('outputs')!.map(Math.abs))).toBeGreaterThan(1e-3);
    for (const [name, expected] of ops) {
      // Of the largest value: float32 sums of up to 195 rows, in another order, through divisions by small deviations.
      const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
      expectClose(kernels.get(name)!, expected, 0, 1e-4 * largest, name);
    }
  });
});
