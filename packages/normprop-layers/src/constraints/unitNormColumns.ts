import {abs, cast, divNoNan, engine, less, mul, sub, tensor, tidy, where} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor2D} from '@tensorflow/tfjs-core';
import {columnNorms, isInMemory, projectColumns, readInPlace, unitTolerance} from 'normprop-core';
import {ConstraintBase, registerClass} from '../tfjs/classes.js';

/** See `unitNormColumns`. */
export class UnitNormColumns extends ConstraintBase {
  static readonly className = 'UnitNormColumns';

  override apply(w: Tensor): Tensor {
    if (w.shape.length !== 2) throw new Error(`w: expected a matrix, got shape [${w.shape.join(',')}]`);
    return tidy(() => {
      const floats = cast(w as Tensor2D, 'float32');
      // Where a gradient is recorded the ops run, which have none and say so.
      if (isInMemory(engine().backendName) && !engine().isTapeOn())
        return tensor(projectColumns(readInPlace([floats])[0].slice(), w.shape[1]!), w.shape);
      const norms = columnNorms(floats);
      const isUnit = less(abs(sub(norms, 1)), unitTolerance);
      return mul(floats, where(isUnit, 1, divNoNan(1, norms)));
    });
  }
}
registerClass(UnitNormColumns);

/**
 * Constraint: every column of a matrix gets Euclidean norm 1, `W_·j ← W_·j / ‖W_·j‖₂`; a column of zeros stays.
 *
 * tfjs applies constraints when a weight is set, but never applies them in `fit`: add `constraintCallback()` there, or call
 * `applyConstraints(model)` after each update of your own loop. Applying it twice changes no bit, so that a model that is
 * saved and loaded (tfjs projects what it loads) stays the same. `tf.constraints.unitNorm` adds 1e-7 to the norm. No gradient
 * goes through it: where tfjs asks for one, it throws.
 *
 * Source: section 3.3 of the paper ("we enforce unit norm after each update").
 */
export function unitNormColumns(): UnitNormColumns {
  return new UnitNormColumns();
}
