import {abs, divNoNan, engine, less, mul, onesLike, sub, tensor, tidy, where} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor2D} from '@tensorflow/tfjs-core';
import {columnNorms, columnNormsOf, isInMemory, readInPlace} from 'normprop-core';
import {ConstraintBase, registerClass} from '../tfjs/classes.js';

/** Columns whose norm is this close to 1 are left alone: about the rounding error of a norm in float32. */
const tolerance = 4e-6;

/** See `unitNormColumns`. */
export class UnitNormColumns extends ConstraintBase {
  static readonly className = 'UnitNormColumns';

  override apply(w: Tensor): Tensor {
    if (w.shape.length !== 2) throw new Error(`w: expected a matrix, got shape [${w.shape.join(',')}]`);
    return tidy(() => {
      if (isInMemory(engine().backendName)) {
        const [values] = readInPlace([w]);
        return tensor(projectColumns(values.slice(), w.shape[1]!), w.shape);
      }
      const norms = columnNorms(w as Tensor2D);
      const isUnit = less(abs(sub(norms, 1)), tolerance);
      return mul(w, where(isUnit, onesLike(norms), divNoNan(1, norms)));
    });
  }
}
registerClass(UnitNormColumns);

/** The same on an array, in place. */
export function projectColumns(w: Float32Array, columns: number): Float32Array {
  const norms = columnNormsOf(w, columns);
  const isUnit = (norm: number) => Math.abs(norm - 1) < tolerance;
  if (norms.every(isUnit)) return w;
  const factors = norms.map((norm) => (isUnit(norm) ? 1 : norm === 0 ? 0 : 1 / norm));
  for (let row = 0; row < w.length; row += columns)
    for (let j = 0; j < columns; j++) w[row + j] *= factors[j];
  return w;
}

/**
 * Constraint: every column of a matrix gets Euclidean norm 1, `W_·j ← W_·j / ‖W_·j‖₂`; a column of zeros stays.
 *
 * tfjs applies constraints when a weight is set, but never applies them in `fit`: add `constraintCallback()` there, or call
 * `applyConstraints(model)` after each update of your own loop. Applying it twice changes no bit, so that a model that is
 * saved and loaded (tfjs projects what it loads) stays the same. `tf.constraints.unitNorm` adds 1e-7 to the norm.
 *
 * Source: section 3.3 of the paper ("we enforce unit norm after each update").
 */
export function unitNormColumns(): UnitNormColumns {
  return new UnitNormColumns();
}
