import type {NormalizeColumnsGradients} from './opTypes.js';

/** γ ⊙ W/‖W column‖₂ for W [rows,columns] and γ [columns] (ones when absent), into a fresh array. */
export function normalizeColumns(
  _w: Float32Array,
  _rows: number,
  _columns: number,
  _gamma?: Float32Array,
): Float32Array {
  throw new Error('not written yet');
}

/** Gradients of `normalizeColumns` for W and γ, given that of its result. */
export function normalizeColumnsBackward(
  _w: Float32Array,
  _rows: number,
  _columns: number,
  _gamma: Float32Array | undefined,
  _gradient: Float32Array,
): NormalizeColumnsGradients {
  throw new Error('not written yet');
}
