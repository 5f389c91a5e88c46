import type {ImageSize} from './arrayRead.js';
import {filterArrays, filterGradient, type FilterArrays} from './filterArrays.js';
import {addPixels, addRow, addStrided, dot, dotStrided} from './vectors.js';
import {WINDOW_NUMBERS} from './windowNumbers.js';

/** What one writing keeps for its gradient. */
export interface WriteReserve {
  readonly filters: FilterArrays;
  /** w F_X [B,N,W·C]. */
  readonly rows: Float64Array;
  /** The result [B,H,W,C]. */
  readonly canvas: Float32Array;
}

/**
 * Adds (1/γ) F_Yᵀ w F_X to the canvas.
 *
 * @param canvas [B,H,W,C].
 * @param parameters the window's five numbers, then its patch w [N,N,C]: [B, 5 + N·N·C].
 */
export function arrayWrite(canvas: Float32Array, parameters: Float32Array, size: ImageSize): WriteReserve {
  const {batch, height, width, channels, size: N} = size;
  const rowLength = WINDOW_NUMBERS + N * N * channels;
  const filters = filterArrays(parameters, rowLength, size);
  const {filterX, filterY, intensity} = filters;
  const line = width * channels;
  const rows = new Float64Array(batch * N * line);
  const written = new Float32Array(canvas.length);
  const sums = new Float64Array(line);
  for (let b = 0; b < batch; b++) {
    for (let n = 0; n < N; n++) {
      const at = (b * N + n) * line;
      for (let m = 0; m < N; m++) {
        const filter = (b * N + m) * width;
        for (let c = 0; c < channels; c++) {
          const patch = parameters[b * rowLength + WINDOW_NUMBERS + (n * N + m) * channels + c];
          addStrided(rows, at + c, channels, patch, filterX, filter, 1, width);
        }
      }
    }
    for (let h = 0; h < height; h++) {
      sums.fill(0);
      for (let n = 0; n < N; n++) {
        const weight = filterY[(b * N + n) * height + h] / intensity[b];
        addRow(sums, weight, rows, (b * N + n) * line, line);
      }
      const to = (b * height + h) * line;
      for (let i = 0; i < line; i++) written[to + i] = canvas[to + i] + sums[i];
    }
  }
  return {filters, rows, canvas: written};
}

/**
 * Gradient of the parameters [B, 5 + N·N·C] from that of the canvas.
 *
 * With S = F_Y dC and R = w F_X: dw = (1/γ) S F_Xᵀ, dF_X = (1/γ) wᵀ S, dF_Y = (1/γ) R dCᵀ, d log γ = −Σ dw ⊙ w.
 */
export function arrayWriteGradient(
  dCanvas: Float32Array,
  parameters: Float32Array,
  {filters, rows}: WriteReserve,
  size: ImageSize,
): Float32Array {
  const {batch, height, width, channels, size: N} = size;
  const rowLength = WINDOW_NUMBERS + N * N * channels;
  const {filterX, filterY, intensity} = filters;
  const line = width * channels;
  const dFilterX = new Float64Array(filterX.length);
  const dFilterY = new Float64Array(filterY.length);
  const dLogIntensity = new Float64Array(batch);
  const dParameters = new Float32Array(parameters.length);
  const sums = new Float64Array(line);
  for (let b = 0; b < batch; b++) {
    const inverse = 1 / intensity[b];
    for (let n = 0; n < N; n++) {
      sums.fill(0);
      for (let h = 0; h < height; h++) {
        const filter = (b * N + n) * height + h;
        const from = (b * height + h) * line;
        addPixels(sums, 0, filterY[filter] * inverse, dCanvas, from, line);
        dFilterY[filter] = inverse * dot(rows, (b * N + n) * line, dCanvas, from, line);
      }
      for (let m = 0; m < N; m++) {
        const filter = (b * N + m) * width;
        for (let c = 0; c < channels; c++) {
          const index = b * rowLength + WINDOW_NUMBERS + (n * N + m) * channels + c;
          const sum = dotStrided(filterX, filter, sums, c, channels, width);
          addStrided(dFilterX, filter, 1, parameters[index], sums, c, channels, width);
          dParameters[index] = sum;
          dLogIntensity[b] -= sum * parameters[index];
        }
      }
    }
  }
  filterGradient(parameters, rowLength, size, filters, {dFilterX, dFilterY, dLogIntensity}, dParameters);
  return dParameters;
}
