import {windowKernels, type Look} from 'normprop-kernels/windows';
import {filterArrays, filterGradient, type FilterArrays} from './filterArrays.js';
import {addPatchProducts, expandPatch, reduceRows, windowShape, type PatchSize} from './patches.js';
import {WINDOW_NUMBERS} from './windowNumbers.js';

/** What one reading keeps for its gradient. */
export interface ReadReserve {
  readonly filters: FilterArrays;
  /** The error images x̂ = x − sigmoid(canvas), and F_Y x and F_Y x̂ [B,N,W·C]. */
  readonly look: Look;
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
  size: PatchSize,
): ReadReserve {
  const filters = filterArrays(numbers, WINDOW_NUMBERS, size);
  const look = windowKernels().look(windowShape(size), filters.filterY, images, canvas);
  const patches = [look.ofImages, look.ofErrors].map((rows) => reduceRows(size, rows, filters.filterX));
  const length = patches[0].length / size.batch;
  const glimpse = new Float32Array(2 * patches[0].length);
  for (let b = 0, to = 0; b < size.batch; b++)
    for (const patch of patches)
      for (let i = b * length; i < (b + 1) * length; i++) glimpse[to++] = filters.intensity[b] * patch[i];
  return {filters, look, glimpse};
}

/**
 * Gradients of the canvas [B,H,W,C], added to `dCanvas` in a fresh array, and of the numbers [B,5], from that of the glimpse.
 *
 * With P = F_Y x F_Xᵀ, R = F_Y x: dP = γ dr, dF_X = dPᵀ R, dR = dP F_X, dF_Y = dR xᵀ, dx = F_Yᵀ dR.
 */
export function arrayReadGradient(
  dGlimpse: Float32Array,
  images: Float32Array,
  numbers: Float32Array,
  {filters, look, glimpse}: ReadReserve,
  size: PatchSize,
  dCanvas: Float32Array,
): {canvas: Float32Array; numbers: Float32Array} {
  const {filterX, filterY, intensity} = filters;
  const length = dGlimpse.length / size.batch / 2;
  const dPatches = [new Float32Array(size.batch * length), new Float32Array(size.batch * length)];
  const dLogIntensity = new Float64Array(size.batch);
  for (let b = 0, from = 0; b < size.batch; b++)
    for (const dPatch of dPatches)
      for (let i = b * length; i < (b + 1) * length; i++, from++) {
        dLogIntensity[b] += dGlimpse[from] * glimpse[from];
        dPatch[i] = intensity[b] * dGlimpse[from];
      }
  const dFilterX = new Float32Array(filterX.length);
  addPatchProducts(size, dPatches[0], look.ofImages, dFilterX);
  addPatchProducts(size, dPatches[1], look.ofErrors, dFilterX);
  const [ofImages, ofErrors] = dPatches.map((dPatch) => expandPatch(size, dPatch, filterX));
  const back = windowKernels().lookBack(windowShape(size), filterY, images, look.errors, {
    ofImages,
    ofErrors,
    canvas: dCanvas,
  });
  const dNumbers = new Float32Array(numbers.length);
  const gradients = {dFilterX, dFilterY: back.filters, dLogIntensity};
  filterGradient(numbers, WINDOW_NUMBERS, size, filters, gradients, dNumbers);
  return {canvas: back.canvas, numbers: dNumbers};
}
