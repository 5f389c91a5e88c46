import type {WindowKernels, WindowShape} from './windowTypes.js';

/** The windows written out: what the kernels are compared with, and the way without SIMD. */
export const referenceWindows: WindowKernels = {
  look(shape, filters, images, canvas) {
    const errors = images.map((value, i) => value - 1 / (1 + Math.exp(-canvas[i])));
    const through = (pixels: Float32Array) => filterImages(shape, filters, pixels);
    return {errors, ofImages: through(images), ofErrors: through(errors)};
  },

  lookBack(shape, filters, images, errors, {ofImages, ofErrors, canvas}) {
    const products = rowProducts(shape, ofImages, images);
    const more = rowProducts(shape, ofErrors, errors);
    const dErrors = spreadRows(shape, filters, ofErrors, new Float32Array(images.length));
    return {
      filters: products.map((value, i) => value + more[i]),
      canvas: canvas.map((value, i) => {
        const painted = images[i] - errors[i];
        return value - dErrors[i] * painted * (1 - painted);
      }),
    };
  },

  paint: spreadRows,

  paintBack: (shape, filters, rows, dCanvas) => ({
    filters: rowProducts(shape, rows, dCanvas),
    rows: filterImages(shape, filters, dCanvas),
  }),
};

/** Σ_h filters[b,n,h]·images[b,h,:]. */
function filterImages(
  {batch, size, height, line}: WindowShape,
  filters: Float32Array,
  images: Float32Array,
): Float32Array {
  const rows = new Float64Array(batch * size * line);
  for (let b = 0; b < batch; b++)
    for (let n = 0; n < size; n++)
      for (let h = 0; h < height; h++) {
        const weight = filters[(b * size + n) * height + h];
        for (let j = 0; j < line; j++)
          rows[(b * size + n) * line + j] += weight * images[(b * height + h) * line + j];
      }
  return Float32Array.from(rows);
}

/** images[b,h,:] + Σ_n filters[b,n,h]·rows[b,n,:]. */
function spreadRows(
  {batch, size, height, line}: WindowShape,
  filters: Float32Array,
  rows: Float32Array,
  images: Float32Array,
): Float32Array {
  const sums = Float64Array.from(images);
  for (let b = 0; b < batch; b++)
    for (let h = 0; h < height; h++)
      for (let n = 0; n < size; n++) {
        const weight = filters[(b * size + n) * height + h];
        for (let j = 0; j < line; j++)
          sums[(b * height + h) * line + j] += weight * rows[(b * size + n) * line + j];
      }
  return Float32Array.from(sums);
}

/** Σ_i rows[b,n,i]·images[b,h,i]. */
function rowProducts(
  {batch, size, height, line}: WindowShape,
  rows: Float32Array,
  images: Float32Array,
): Float32Array {
  const products = new Float32Array(batch * size * height);
  for (let b = 0; b < batch; b++)
    for (let n = 0; n < size; n++)
      for (let h = 0; h < height; h++) {
        let sum = 0;
        for (let j = 0; j < line; j++)
          sum += rows[(b * size + n) * line + j] * images[(b * height + h) * line + j];
        products[(b * size + n) * height + h] = sum;
      }
  return products;
}
