import {customGrad, divNoNan, engine, mul, ones, sub, sum, tensor, tidy} from '@tensorflow/tfjs-core';
import type {GradSaveFunc, Tensor, Tensor1D, Tensor2D} from '@tensorflow/tfjs-core';
import * as kernels from 'normprop-kernels';
import {checkShape} from '../tensors/checkShape.js';
import {firstDerivative} from '../tensors/firstDerivative.js';
import {runsFused} from '../fused/fusedSwitch.js';
import {bringHere, tensorValues} from '../tensors/tensorValues.js';
import {scaledNorms} from './columnNorms.js';

/**
 * Gives every column of a matrix the norm γ.
 *
 *     y_ij = γ_j · W_ij / ‖W_·j‖₂
 *
 * The paper's "line" i of W (eq. 5) is column i here. The result does not change with the scale of W, its gradient
 * does: dW = γ/‖W‖ · (dy − Ŵ Σ_i dy ⊙ Ŵ), dγ = Σ_i dy ⊙ Ŵ, Ŵ = W/‖W‖ (eq. 18-20).
 *
 * @param w Matrix [N,M]. A column of zeros stays zero and gets no gradient.
 * @param gamma Gains [M]; 1 when absent.
 * @returns [N,M], differentiable in `w` and `gamma`.
 * @throws If a shape does not fit.
 *
 * Source: Salimans & Kingma 2016, eq. 2-3; Laurent, Ballas & Vincent, eq. 5.
 */
export function normalizeColumns(w: Tensor2D, gamma?: Tensor1D): Tensor2D {
  checkShape('w', w, [null, null]);
  const [rows, columns] = w.shape;
  if (gamma !== undefined) checkShape('gamma', gamma, [columns]);
  const implementation = runsFused() && rows * columns > 0 ? fused : reference;

  return tidy(() => {
    const op = customGrad((...args: Array<Tensor | GradSaveFunc>) => {
      const [matrix, gain, save] = args as [Tensor2D, Tensor1D, GradSaveFunc];
      save([matrix, gain]);
      return {
        value: implementation.forward(matrix, gain),
        gradFunc: (dy: Tensor, saved: Tensor[]) => {
          const [w, gain] = saved as [Tensor2D, Tensor1D];
          const both = () => implementation.backward(dy as Tensor2D, w, gain);
          if (!engine().isTapeOn()) return both();
          return [0, 1].map((i) => firstDerivative('normalizeColumns', [dy, w, gain], () => both()[i]));
        },
      };
    });
    return op(w, gamma ?? ones([columns])) as Tensor2D;
  });
}

/** One way to compute the op and its gradients for W and γ. */
interface Implementation {
  forward(w: Tensor2D, gamma: Tensor1D): Tensor2D;
  backward(dy: Tensor2D, w: Tensor2D, gamma: Tensor1D): [dw: Tensor, dGamma: Tensor];
}

const reference: Implementation = {
  forward: (w, gamma) => mul(w, mul(gamma, inverseNorms(w))),
  backward: (dy, w, gamma) => {
    const inverse = inverseNorms(w); // [M]
    const unit = mul(w, inverse); // [N,M]
    const along = sum(mul(dy, unit), 0); // [M]
    return [mul(sub(dy, mul(unit, along)), mul(gamma, inverse)), along];
  },
};

const fused: Implementation = {
  forward: (w, gamma) => {
    bringHere([w, gamma]);
    const [rows, columns] = w.shape;
    return tensor(kernels.normalizeColumns(tensorValues(w), rows, columns, tensorValues(gamma)), [
      rows,
      columns,
    ]);
  },
  backward: (dy, w, gamma) => {
    bringHere([dy, w, gamma]);
    const [rows, columns] = w.shape;
    const gradients = kernels.normalizeColumnsBackward(
      tensorValues(w),
      rows,
      columns,
      tensorValues(gamma),
      tensorValues(dy),
    );
    return [tensor(gradients.weights, [rows, columns]), tensor(gradients.gamma, [columns])];
  },
};

/** 1/‖W column‖₂, 0 for a column of zeros. */
function inverseNorms(w: Tensor2D): Tensor {
  const [largest, relative] = scaledNorms(w);
  return mul(divNoNan(1, largest), divNoNan(1, relative));
}
