import {customGrad, divNoNan, mul, ones, sqrt, square, sub, sum, tidy} from '@tensorflow/tfjs-core';
import type {GradSaveFunc, Tensor, Tensor1D, Tensor2D} from '@tensorflow/tfjs-core';
import {checkShape} from '../checkShape.js';

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
  const columns = w.shape[1];
  if (gamma !== undefined) checkShape('gamma', gamma, [columns]);

  return tidy(() => {
    const op = customGrad((...args: Array<Tensor | GradSaveFunc>) => {
      const [matrix, gain, save] = args as [Tensor2D, Tensor1D, GradSaveFunc];
      save([matrix, gain]);
      return {
        value: mul(matrix, mul(gain, inverseNorms(matrix))),
        gradFunc: (dy: Tensor, saved: Tensor[]) => {
          const [m, g] = saved as [Tensor2D, Tensor1D];
          const inverse = inverseNorms(m); // [M]
          const unit = mul(m, inverse); // [N,M]
          const along = sum(mul(dy, unit), 0); // [M]
          return [mul(sub(dy, mul(unit, along)), mul(g, inverse)), along];
        },
      };
    });
    return op(w, gamma ?? ones([columns])) as Tensor2D;
  });
}

/** ‖W column‖₂ for every column, [M]; what `normalizeColumns` divides by. */
export function columnNorms(w: Tensor2D): Tensor1D {
  return tidy(() => sqrt(sum(square(w), 0)) as Tensor1D);
}

/** W / ‖W column‖₂ without a gradient: the projection after an update (section 3.3). Columns of zeros stay zero. */
export function projectToUnitColumns(w: Tensor2D): Tensor2D {
  return tidy(() => mul(w, inverseNorms(w)));
}

function inverseNorms(w: Tensor2D): Tensor {
  return divNoNan(1, columnNorms(w));
}
