import {filterArrays, filterGradient, type FilterArrays} from './filterArrays.js';
import {WINDOW_NUMBERS, type WindowSize} from './windowNumbers.js';

/** What one reading keeps for its gradient. */
export interface ReadReserve {
  readonly filters: FilterArrays;
  /** F_Y x of the image and of the error image, [2,B,N,W·C]. */
  readonly rows: Float64Array;
  /** x − sigmoid(canvas) [B,H,W,C]. */
  readonly error: Float32Array;
  /** The result. */
  readonly glimpse: Float32Array;
}

/** Sizes of one reading or writing. */
export interface ImageSize extends WindowSize {
  readonly batch: number;
  readonly channels: number;
}

/**
 * Reads γ F_Y x F_Xᵀ of the images and of the error images x − sigmoid(canvas): [B, 2·N·N·C].
 *
 * @param images [B,H,W,C].
 * @param canvas [B,H,W,C].
 * @param numbers [B,5].
 */
export function arrayRead(
  images: Float32Array,
  canvas: Float32Array,
  numbers: Float32Array,
  size: ImageSize,
): ReadReserve {
  const {batch, height, width, channels, size: N} = size;
  const filters = filterArrays(numbers, WINDOW_NUMBERS, size);
  const {filterX, filterY, intensity} = filters;
  const line = width * channels;
  const error = new Float32Array(images.length);
  for (let i = 0; i < error.length; i++) error[i] = images[i] - 1 / (1 + Math.exp(-canvas[i]));
  const rows = new Float64Array(2 * batch * N * line);
  const glimpse = new Float32Array(batch * 2 * N * N * channels);
  for (const [source, pixels] of [images, error].entries()) {
    for (let b = 0; b < batch; b++) {
      for (let n = 0; n < N; n++) {
        const at = ((source * batch + b) * N + n) * line;
        for (let h = 0; h < height; h++) {
          const weight = filterY[(b * N + n) * height + h];
          const from = (b * height + h) * line;
          for (let i = 0; i < line; i++) rows[at + i] += weight * pixels[from + i];
        }
        for (let m = 0; m < N; m++) {
          const filter = (b * N + m) * width;
          for (let c = 0; c < channels; c++) {
            let sum = 0;
            for (let w = 0; w < width; w++) sum += filterX[filter + w] * rows[at + w * channels + c];
            glimpse[(((b * 2 + source) * N + n) * N + m) * channels + c] = intensity[b] * sum;
          }
        }
      }
    }
  }
  return {filters, rows, error, glimpse};
}

/**
 * Gradients of the canvas [B,H,W,C] and the numbers [B,5], from that of the glimpse.
 *
 * With P = F_Y x F_Xᵀ, R = F_Y x: dP = γ dr, dF_X = dPᵀ R, dR = dP F_X, dF_Y = dR xᵀ, dx = F_Yᵀ dR; for the error image
 * d canvas = −s(1 − s) dx with s = x − error.
 */
export function arrayReadGradient(
  dGlimpse: Float32Array,
  images: Float32Array,
  numbers: Float32Array,
  {filters, rows, error, glimpse}: ReadReserve,
  size: ImageSize,
): {dCanvas: Float32Array; dNumbers: Float32Array} {
  const {batch, height, width, channels, size: N} = size;
  const {filterX, filterY, intensity} = filters;
  const line = width * channels;
  const dFilterX = new Float64Array(filterX.length);
  const dFilterY = new Float64Array(filterY.length);
  const dLogIntensity = new Float64Array(batch);
  const dCanvas = new Float32Array(error.length);
  const dRow = new Float64Array(line);
  for (const [source, pixels] of [images, error].entries()) {
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
            for (let w = 0; w < width; w++) {
              dFilterX[filter + w] += dPatch * rows[at + w * channels + c];
              dRow[w * channels + c] += dPatch * filterX[filter + w];
            }
          }
        }
        for (let h = 0; h < height; h++) {
          const filter = (b * N + n) * height + h;
          const from = (b * height + h) * line;
          let sum = 0;
          for (let i = 0; i < line; i++) sum += dRow[i] * pixels[from + i];
          dFilterY[filter] += sum;
          if (source === 0) continue;
          const weight = filterY[filter];
          for (let i = 0; i < line; i++) dCanvas[from + i] += weight * dRow[i];
        }
      }
    }
  }
  for (let i = 0; i < dCanvas.length; i++) {
    const s = images[i] - error[i];
    dCanvas[i] *= -s * (1 - s);
  }
  const dNumbers = new Float32Array(numbers.length);
  filterGradient(numbers, WINDOW_NUMBERS, size, filters, {dFilterX, dFilterY, dLogIntensity}, dNumbers);
  return {dCanvas, dNumbers};
}
