import {windowKernels} from 'normprop-kernels/windows';
import {filterArrays, filterGradient, type FilterArrays} from './filterArrays.js';
import {addPatchProducts, expandPatch, reduceRows, windowShape, type PatchSize} from './patches.js';
import {WINDOW_NUMBERS} from './windowNumbers.js';

/** What one writing keeps for its gradient. */
export interface WriteReserve {
  readonly filters: FilterArrays;
  /** (1/γ) w [B,N,N,C]. */
  readonly patch: Float32Array;
  /** (1/γ) w F_X [B,N,W·C]. */
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
export function arrayWrite(canvas: Float32Array, parameters: Float32Array, size: PatchSize): WriteReserve {
  const rowLength = parameters.length / size.batch;
  const filters = filterArrays(parameters, rowLength, size);
  const length = rowLength - WINDOW_NUMBERS;
  const patch = new Float32Array(size.batch * length);
  for (let b = 0, to = 0; b < size.batch; b++)
    for (let i = 0; i < length; i++)
      patch[to++] = parameters[b * rowLength + WINDOW_NUMBERS + i] / filters.intensity[b];
  const rows = expandPatch(size, patch, filters.filterX);
  const written = windowKernels().paint(windowShape(size), filters.filterY, rows, canvas);
  return {filters, patch, rows, canvas: written};
}

/**
 * Gradient of the parameters [B, 5 + N·N·C] from that of the canvas.
 *
 * With u = (1/γ) w, S = F_Y dC and R = u F_X: dw = (1/γ) S F_Xᵀ, dF_X = uᵀ S, dF_Y = R dCᵀ, d log γ = −Σ dw ⊙ w.
 */
export function arrayWriteGradient(
  dCanvas: Float32Array,
  parameters: Float32Array,
  {filters, patch, rows}: WriteReserve,
  size: PatchSize,
): Float32Array {
  const {filterX, filterY, intensity} = filters;
  const rowLength = parameters.length / size.batch;
  const back = windowKernels().paintBack(windowShape(size), filterY, rows, dCanvas);
  const dFilterX = new Float32Array(filterX.length);
  addPatchProducts(size, patch, back.rows, dFilterX);
  const dPatch = reduceRows(size, back.rows, filterX); // of u
  const length = rowLength - WINDOW_NUMBERS;
  const dLogIntensity = new Float64Array(size.batch);
  const dParameters = new Float32Array(parameters.length);
  for (let b = 0, from = 0; b < size.batch; b++)
    for (let i = 0; i < length; i++, from++) {
      dLogIntensity[b] -= dPatch[from] * patch[from];
      dParameters[b * rowLength + WINDOW_NUMBERS + i] = dPatch[from] / intensity[b];
    }
  const gradients = {dFilterX, dFilterY: back.filters, dLogIntensity};
  filterGradient(parameters, rowLength, size, filters, gradients, dParameters);
  return dParameters;
}
