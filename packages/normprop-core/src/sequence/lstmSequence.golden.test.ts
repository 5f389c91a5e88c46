import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs's own ops
import {add, grads, memory, mul, sum} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';
import {describeBothWays} from '../../test/bothWays.js';
import {
  callArguments,
  expectClose,
  goldenNames,
  modelOf,
  penaltyInLoss,
  readGolden,
  toTensor,
} from '../../test/golden.js';
import {lstmSequence} from '../index.js';

/**
 * rtol 2e-5, atol 2e-6, but for Batch Norm over the three or fewer rows of these files: there float32 cannot. Rounding
 * the inputs alone to float32, with all that follows in float64, moves dx by 1.2 (batchnorm) and 6.9
 * (batchnorm_mask_valid_only, down to one and two valid rows) times this tolerance. Layer Norm over six units comes near it:
 * the kernel's order of summation is off by up to 1.2 of it.
 */
const widened: {[name: string]: number} = {
  batchnorm: 10,
  batchnorm_preserving: 10,
  batchnorm_mask_valid_only: 40,
  layernorm: 2,
  normprop_preserving_penalty_mask_recdrop_zoneout: 3, // dropped candidates: cells near 0, where the penalty is steep
};

/**
 * On WebGPU the ops of tfjs take twice that for one file: a gradient (dh0) that comes to 0.53 of the tolerance with correctly
 * rounded ops, on wasm, comes to 1.03 with the shaders' `exp` and `inverseSqrt`, which WGSL lets be off by several ulp.
 */
const widenedForShaders: {[name: string]: number} = {batchnorm_preserving: 20};
const onWebGPU = process.env.TFJS_BACKEND?.endsWith('webgpu') ?? false;

/**
 * The tfjs ops of a graphics card that software imitates, a second for each shader: the files whose options are all in another
 * file of the same model are left to its kernels and to the other legs' ops, and of the losses the second one runs, which
 * contains the first.
 */
const onImitated = onWebGPU || (process.env.TFJS_BACKEND?.endsWith('webgl') ?? false);
const inAnother: readonly string[] = [
  'baseline', // in baseline_mask_recdrop_zoneout
  'weightnorm', // weightnorm_mask_recdrop_zoneout
  'normprop', // normprop_mask_recdrop_zoneout
  'normprop_penalty', // normprop_penalty_mask_recdrop_zoneout
  'layernorm', // layernorm_mask_recdrop_zoneout
];

describeBothWays((models, onKernels) => {
  const few = onImitated && !onKernels;
  const names = goldenNames.filter((name) => !(few && inAnother.includes(name)));
  describe.each(names.filter((name) => models.includes(modelOf(readGolden(name)))))(
    'lstmSequence against float64 values: %s',
    (name) => {
      const golden = readGolden(name);
      const inputNames = Object.keys(golden.inputs);
      const shaders = onWebGPU && !onKernels ? widenedForShaders[name] : undefined;
      const factor = shaders ?? widened[name] ?? 1;
      const [relative, absolute] = [2e-5 * factor, 2e-6 * factor];
      const differentiable = Object.keys(golden.grads);

      function run(loss: 'loss' | 'loss2', inputs: {[name: string]: Tensor}): Tensor {
        const {outputs, cell, cellPenalty} = lstmSequence(...callArguments(golden, inputs));
        let first: Tensor = sum(mul(outputs, inputs.outputWeights));
        if (cellPenalty) first = add(first, mul(cellPenalty, penaltyInLoss));
        return loss === 'loss' ? first : add(first, sum(mul(cell, inputs.cellWeights)));
      }

      it('gives the outputs and the last states', async () => {
        const inputs = Object.fromEntries(inputNames.map((n) => [n, toTensor(golden.inputs[n])]));
        const result = lstmSequence(...callArguments(golden, inputs));
        expectClose(await result.outputs.data(), golden.outputs.hs.data, relative, absolute, 'outputs');
        expectClose(await result.hidden.data(), golden.outputs.hT.data, relative, absolute, 'hidden');
        expectClose(await result.cell.data(), golden.outputs.cT.data, relative, absolute, 'cell');
        expect(result.cellPenalty !== undefined).toBe(Boolean(golden.cell_penalty));
        if (result.cellPenalty)
          expectClose(
            await result.cellPenalty.data(),
            [golden.outputs.penalty!],
            relative,
            absolute,
            'cellPenalty',
          );
      });

      it.each(few ? (['loss2'] as const) : (['loss', 'loss2'] as const))(
        'gives every gradient of %s and leaves no tensor over',
        async (loss) => {
          const inputs = Object.fromEntries(inputNames.map((n) => [n, toTensor(golden.inputs[n])]));
          const before = memory().numTensors;
          const f = (...xs: Tensor[]) =>
            run(loss, {...inputs, ...Object.fromEntries(differentiable.map((n, i) => [n, xs[i]]))});
          const gradients = grads(f)(differentiable.map((n) => inputs[n]));
          expect(memory().numTensors - before).toBe(differentiable.length);

          const expected = loss === 'loss' ? golden.grads : golden.grads_loss2;
          for (const [i, n] of differentiable.entries()) {
            expectClose(await gradients[i].data(), expected[n].data, relative, absolute, `d${n}`);
          }
        },
      );
    },
  );
});
