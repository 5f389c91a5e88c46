import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs's own ops
import {add, grads, memory, mul, sum} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';
import {describeBothWays} from '../../test/bothWays.js';
import {callArguments, expectClose, goldenNames, modelOf, readGolden, toTensor} from '../../test/golden.js';
import {lstmSequence} from '../index.js';

/**
 * rtol 2e-5, atol 2e-6, but for Batch Norm over the three or fewer rows of these files: there float32 cannot. Rounding
 * the inputs alone to float32, with all that follows in float64, moves dx by 1.2 (batchnorm) and 6.9
 * (batchnorm_mask_valid_only, down to one and two valid rows) times this tolerance. Layer Norm over six units comes near it:
 * the kernel's order of summation is off by up to 1.2 of it.
 */
const widened: {[name: string]: number} = {batchnorm: 10, batchnorm_mask_valid_only: 40, layernorm: 2};

describeBothWays((models) => {
  describe.each(goldenNames.filter((name) => models.includes(modelOf(readGolden(name)))))(
    'lstmSequence against float64 values: %s',
    (name) => {
      const golden = readGolden(name);
      const names = Object.keys(golden.inputs);
      const relative = 2e-5 * (widened[name] ?? 1);
      const absolute = 2e-6 * (widened[name] ?? 1);
      const differentiable = Object.keys(golden.grads);

      function run(loss: 'loss' | 'loss2', inputs: {[name: string]: Tensor}): Tensor {
        const {outputs, cell} = lstmSequence(...callArguments(golden, inputs));
        const first = sum(mul(outputs, inputs.outputWeights));
        return loss === 'loss' ? first : add(first, sum(mul(cell, inputs.cellWeights)));
      }

      it('gives the outputs and the last states', async () => {
        const inputs = Object.fromEntries(names.map((n) => [n, toTensor(golden.inputs[n])]));
        const result = lstmSequence(...callArguments(golden, inputs));
        expectClose(await result.outputs.data(), golden.outputs.hs.data, relative, absolute, 'outputs');
        expectClose(await result.hidden.data(), golden.outputs.hT.data, relative, absolute, 'hidden');
        expectClose(await result.cell.data(), golden.outputs.cT.data, relative, absolute, 'cell');
      });

      it.each(['loss', 'loss2'] as const)(
        'gives every gradient of %s and leaves no tensor over',
        async (loss) => {
          const inputs = Object.fromEntries(names.map((n) => [n, toTensor(golden.inputs[n])]));
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
