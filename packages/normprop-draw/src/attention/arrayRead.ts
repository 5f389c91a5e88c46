import {windowKernels, type Reading, type WindowShape} from 'normprop-kernels/windows';
import {filterArrays, filterGradient, type FilterArrays} from './filterArrays.js';
import {WINDOW_NUMBERS} from './windowNumbers.js';

/** What one reading keeps for its gradient. */
export interface ReadReserve {
  readonly filters: FilterArrays;
  readonly reading: Reading;
  /** The result [B, 2·N·N·C]. */
  readonly glimpse: Float32Array;
}

/**
 * Reads γ F_Y x F_Xᵀ of the images and of the error images.
 *
 * @param images [B,H,W,C].
 * @param canvas [B,H,W,C], before the sigmoid.
 * @param numbers [B,5].
 */
export function arrayRead(
  images: Float32Array,
  canvas: Float32Array,
  numbers: Float32Array,
  shape: WindowShape,
): ReadReserve {
  const filters = filterArrays(numbers, WINDOW_NUMBERS, shape);
  const reading = windowKernels().read(shape, filters, images, canvas);
  const length = reading.patches[0].length / shape.batch;
  const glimpse = new Float32Array(2 * reading.patches[0].length);
  for (let b = 0, to = 0; b < shape.batch; b++)
    for (const patch of reading.patches)
      for (let i = b * length; i < (b + 1) * length; i++) glimpse[to++] = filters.intensity[b] * patch[i];
  return {filters, reading, glimpse};
}

/** Gradients of the canvas [B,H,W,C], added to `dCanvas` in a fresh array, and of the numbers [B,5], from that of the glimpse. */
export function arrayReadGradient(
  dGlimpse: Float32Array,
  images: Float32Array,
  numbers: Float32Array,
  {filters, reading, glimpse}: ReadReserve,
  shape: WindowShape,
  dCanvas: Float32Array,
): {canvas: Float32Array; numbers: Float32Array} {
  const length = dGlimpse.length / shape.batch / 2;
  const floats = () => new Float32Array(shape.batch * length);
  const dPatches = [floats(), floats()] as const;
  const dLogIntensity = new Float64Array(shape.batch);
  for (let b = 0, from = 0; b < shape.batch; b++)
    for (const dPatch of dPatches)
      for (let i = b * length; i < (b + 1) * length; i++, from++) {
        dLogIntensity[b] += dGlimpse[from] * glimpse[from];
        dPatch[i] = filters.intensity[b] * dGlimpse[from];
      }
  const {canvas, ...dFilters} = windowKernels().readBack(shape, filters, images, reading, dPatches, dCanvas);
  const dNumbers = new Float32Array(numbers.length);
  filterGradient(numbers, WINDOW_NUMBERS, shape, filters, {...dFilters, dLogIntensity}, dNumbers);
  return {canvas, numbers: dNumbers};
}
