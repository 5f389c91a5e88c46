import {windowKernels, type WindowShape} from 'normprop-kernels/windows';
import {filterArrays, filterGradient, type FilterArrays} from './filterArrays.js';
import {WINDOW_NUMBERS} from './windowNumbers.js';

/** What one writing keeps for its gradient. */
export interface WriteReserve {
  readonly filters: FilterArrays;
  /** (1/γ) w [B,N,N,C]. */
  readonly patch: Float32Array;
  /** (1/γ) w F_X [B,N,W,C]. */
  readonly rows: Float32Array;
  /** The result [B,H,W,C]. */
  readonly canvas: Float32Array;
}

/**
 * Adds (1/γ) F_Yᵀ w F_X to the canvas.
 *
 * @param canvas [B,H,W,C].
 * @param parameters the window's five numbers, then its patch w [N,N,C]: [B, 5 + N·N·C].
 */
export function arrayWrite(canvas: Float32Array, parameters: Float32Array, shape: WindowShape): WriteReserve {
  const rowLength = parameters.length / shape.batch;
  const filters = filterArrays(parameters, rowLength, shape);
  const length = rowLength - WINDOW_NUMBERS;
  const patch = new Float32Array(shape.batch * length);
  for (let b = 0, to = 0; b < shape.batch; b++)
    for (let i = 0; i < length; i++)
      patch[to++] = parameters[b * rowLength + WINDOW_NUMBERS + i] / filters.intensity[b];
  return {filters, patch, ...windowKernels().write(shape, filters, patch, canvas)};
}

/** Gradient of the parameters [B, 5 + N·N·C] from that of the canvas. */
export function arrayWriteGradient(
  dCanvas: Float32Array,
  parameters: Float32Array,
  {filters, patch, rows}: WriteReserve,
  shape: WindowShape,
): Float32Array {
  const {patch: dPatch, ...dFilters} = windowKernels().writeBack(shape, filters, patch, rows, dCanvas);
  const rowLength = parameters.length / shape.batch;
  const length = rowLength - WINDOW_NUMBERS;
  const dLogIntensity = new Float64Array(shape.batch);
  const dParameters = new Float32Array(parameters.length);
  for (let b = 0, from = 0; b < shape.batch; b++)
    for (let i = 0; i < length; i++, from++) {
      dLogIntensity[b] -= dPatch[from] * patch[from];
      dParameters[b * rowLength + WINDOW_NUMBERS + i] = dPatch[from] / filters.intensity[b];
    }
  filterGradient(parameters, rowLength, shape, filters, {...dFilters, dLogIntensity}, dParameters);
  return dParameters;
}
