import {filterArrays, filterGradient, type FilterArrays} from './filterArrays.js';
import {addPixels, addRow, addStrided, dot, dotStrided} from './vectors.js';
import {WINDOW_NUMBERS, type WindowSize} from './windowNumbers.js';

/** What one reading keeps for its gradient. */
export interface ReadReserve {
  readonly filters: FilterArrays;
  /** F_Y x of the image and of the error image, [2,B,N,W·C]. */
  readonly rows: Float64Array;
  /** The result [B, 2·N·N·C]. */
  readonly glimpse: Float32Array;
}

/** Sizes of one reading or writing. */
export interface ImageSize extends WindowSize {
  readonly batch: number;
  readonly channels: number;
}

/**
 * Reads γ F_Y x F_Xᵀ of the images and of the error images.
 *
 * @param images [B,H,W,C].
 * @param errors x − sigmoid(canvas) [B,H,W,C].
 * @param numbers [B,5].
 */
export function arrayRead(
  images: Float32Array,
  errors: Float32Array,
  numbers: Float32Array,
  size: ImageSize,
): ReadReserve {
  const {batch, height, width, channels, size: N} = size;
  const filters = filterArrays(numbers, WINDOW_NUMBERS, size);
  const {filterX, filterY, intensity} = filters;
  const line = width * channels;
  const rows = new Float64Array(2 * batch * N * line);
  const glimpse = new Float32Array(batch * 2 * N * N * channels);
  for (let source = 0; source < 2; source++) {
    const pixels = source === 0 ? images : errors;
    for (let b = 0; b < batch; b++) {
      for (let n = 0; n < N; n++) {
        const at = ((source * batch + b) * N + n) * line;
        for (let h = 0; h < height; h++) {
          addPixels(rows, at, filterY[(b * N + n) * height + h], pixels, (b * height + h) * line, line);
        }
        for (let m = 0; m < N; m++) {
          const filter = (b * N + m) * width;
          for (let c = 0; c < channels; c++) {
            const sum = dotStrided(filterX, filter, rows, at + c, channels, width);
            glimpse[(((b * 2 + source) * N + n) * N + m) * channels + c] = intensity[b] * sum;
          }
        }
      }
    }
  }
  return {filters, rows, glimpse};
}

/**
 * Gradients of the error images [B,H,W,C] and the numbers [B,5], from that of the glimpse.
 *
 * With P = F_Y x F_Xᵀ, R = F_Y x: dP = γ dr, dF_X = dPᵀ R, dR = dP F_X, dF_Y = dR xᵀ, dx = F_Yᵀ dR.
 */
export function arrayReadGradient(
  dGlimpse: Float32Array,
  images: Float32Array,
  errors: Float32Array,
  numbers: Float32Array,
  {filters, rows, glimpse}: ReadReserve,
  size: ImageSize,
): {dErrors: Float32Array; dNumbers: Float32Array} {
  const {batch, height, width, channels, size: N} = size;
  const {filterX, filterY, intensity} = filters;
  const line = width * channels;
  const dFilterX = new Float64Array(filterX.length);
  const dFilterY = new Float64Array(filterY.length);
  const dLogIntensity = new Float64Array(batch);
  const dErrors = new Float32Array(errors.length);
  const dRows = new Float64Array(N * line); // of one image
  const dRow = new Float64Array(line);
  for (let source = 0; source < 2; source++) {
    const pixels = source === 0 ? images : errors;
    for (let b = 0; b < batch; b++) {
      for (let n = 0; n < N; n++) {
        dRow.fill(0);
        const at = ((source * batch + b) * N + n) * line;
        for (let m = 0; m < N; m++) {
          const filter = (b * N + m) * width;
          for (let c = 0; c < channels; c++) {
            const index = (((b * 2 + source) * N + n) * N + m) * channels + c;
            dLogIntensity[b] += dGlimpse[index] * glimpse[index];
            const dPatch = intensity[b] * dGlimpse[index];
            addStrided(dFilterX, filter, 1, dPatch, rows, at + c, channels, width);
            addStrided(dRow, c, channels, dPatch, filterX, filter, 1, width);
          }
        }
        const filter = (b * N + n) * height;
        for (let h = 0; h < height; h++) {
          dFilterY[filter + h] += dot(dRow, 0, pixels, (b * height + h) * line, line);
        }
        dRows.set(dRow, n * line);
      }
      if (source === 0) continue;
      for (let h = 0; h < height; h++) {
        dRow.fill(0);
        for (let n = 0; n < N; n++) addRow(dRow, filterY[(b * N + n) * height + h], dRows, n * line, line);
        dErrors.set(dRow, (b * height + h) * line);
      }
    }
  }
  const dNumbers = new Float32Array(numbers.length);
  filterGradient(numbers, WINDOW_NUMBERS, size, filters, {dFilterX, dFilterY, dLogIntensity}, dNumbers);
  return {dErrors, dNumbers};
}
