import {
  abs,
  cast,
  divNoNan,
  engine,
  less,
  mul,
  onesLike,
  sub,
  tensor,
  tidy,
  where,
} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor2D} from '@tensorflow/tfjs-core';
import {
  columnNorms,
  isInMemory,
  projectColumns,
  readInPlace,
  unitTolerance,
  withoutGradient,
} from 'normprop-core';
import {ConstraintBase, registerClass} from '../tfjs/classes.js';

/** See `unitNormColumns`. */
export class UnitNormColumns extends ConstraintBase {
  static readonly className = 'UnitNormColumns';

  override apply(w: Tensor): Tensor {
    if (w.shape.length !== 2) throw new Error(`w: expected a matrix, got shape [${w.shape.join(',')}]`);
    return withoutGradient('unitNormColumns: it has no gradient', [w], () => tidy(() => project(w)));
  }
}
registerClass(UnitNormColumns);

function project(given: Tensor): Tensor {
  const w = cast(given as Tensor2D, 'float32');
  if (isInMemory(engine().backendName))
    return tensor(projectColumns(readInPlace([w])[0].slice(), w.shape[1]), w.shape);
  const norms = columnNorms(w);
  const isUnit = less(abs(sub(norms, 1)), unitTolerance);
  return mul(w, where(isUnit, onesLike(norms), divNoNan(1, norms)));
}

/**
 * Constraint: every column of a matrix gets Euclidean norm 1, `W_·j ← W_·j / ‖W_·j‖₂`; a column of zeros stays.
 *
 * tfjs applies constraints when a weight is set, but never applies them in `fit`: add `constraintCallback()` there, or call
 * `applyConstraints(model)` after each update of your own loop. Applying it twice changes no bit, so that a model that is
 * saved and loaded (tfjs projects what it loads) stays the same. `tf.constraints.unitNorm` adds 1e-7 to the norm. No gradient
 * goes through it: where tfjs asks for one, that is an error.
 *
 * Source: section 3.3 of the paper ("we enforce unit norm after each update").
 */
export function unitNormColumns(): UnitNormColumns {
  return new UnitNormColumns();
}
