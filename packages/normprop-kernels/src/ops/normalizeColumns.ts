import {expectCount, expectFloats, expectOptionalFloats} from '../border/expect.js';
import {activeKernels} from '../choice/activeKernels.js';
import type {NormalizeColumnsGradients} from '../contract/opTypes.js';

/**
 * γ ⊙ W/‖W column‖₂ for W [rows,columns] and γ [columns] (ones when absent), into a fresh array; a column of zeros stays zero and gets no gradient.
 *
 * Source: Salimans & Kingma, Weight Normalization, eq. 2, one vector per column.
 */
export function normalizeColumns(
  w: Float32Array,
  rows: number,
  columns: number,
  gamma?: Float32Array,
): Float32Array {
  check(w, rows, columns, gamma);
  return activeKernels().normalizeColumns(w, rows, columns, gamma);
}

/**
 * Gradients of `normalizeColumns` for W and γ, given that of its result [rows,columns]: with v = W/‖W‖ of a column,
 * dγ = d·v and dW = γ/‖W‖ (d − v (d·v)) (Salimans & Kingma, eq. 3).
 */
export function normalizeColumnsBackward(
  w: Float32Array,
  rows: number,
  columns: number,
  gamma: Float32Array | undefined,
  gradient: Float32Array,
): NormalizeColumnsGradients {
  check(w, rows, columns, gamma);
  expectFloats('gradient', gradient, [rows, columns]);
  return activeKernels().normalizeColumnsBackward(w, rows, columns, gamma, gradient);
}

function check(w: Float32Array, rows: number, columns: number, gamma: Float32Array | undefined): void {
  expectCount('rows', rows);
  expectCount('columns', columns);
  expectFloats('w', w, [rows, columns]);
  expectOptionalFloats('gamma', gamma, [columns]);
}
