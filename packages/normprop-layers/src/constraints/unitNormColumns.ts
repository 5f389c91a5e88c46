import type {Tensor, Tensor2D} from '@tensorflow/tfjs-core';
import {projectToUnitColumns} from 'normprop-core';
import {ConstraintBase} from '../tfjs/classes.js';

/** See `unitNormColumns`. */
export class UnitNormColumns extends ConstraintBase {
  static readonly className = 'UnitNormColumns';

  override apply(w: Tensor): Tensor {
    if (w.shape.length !== 2) throw new Error(`w: expected a matrix, got shape [${w.shape.join(',')}]`);
    return projectToUnitColumns(w as Tensor2D);
  }
}

/**
 * Constraint: every column of a matrix gets Euclidean norm 1, `W_·j ← W_·j / ‖W_·j‖₂`; a column of zeros stays.
 *
 * tfjs applies constraints when a weight is set, but never under `fit`: add `constraintCallback()` there, or call
 * `applyConstraints(model)` after each update of your own loop. `tf.constraints.unitNorm` differs by the 1e-7 that it adds
 * to the norm.
 *
 * Source: section 3.3 of the paper ("we enforce unit norm after each update").
 */
export function unitNormColumns(): UnitNormColumns {
  return new UnitNormColumns();
}
