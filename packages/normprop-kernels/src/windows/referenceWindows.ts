import type {WindowKernels, WindowShape} from './windowTypes.js';

/** The windows written out: what the kernels are compared with, and the way without SIMD. */
export const referenceWindows: WindowKernels = {
  read(shape, filters, images, canvas) {
    const errors = images.map((value, i) => value - 1 / (1 + Math.exp(-canvas[i])));
    const rows = [filterImages(shape, filters.y, images), filterImages(shape, filters.y, errors)] as const;
    const patches = [reduceRows(shape, rows[0], filters.x), reduceRows(shape, rows[1], filters.x)] as const;
    return {errors, rows, patches};
  },

  readBack(shape, filters, images, {errors, rows}, dPatches, dCanvas) {
    const dRows = dPatches.map((dPatch) => expandPatch(shape, dPatch, filters.x));
    const dErrors = spreadRows(shape, filters.y, dRows[1], new Float32Array(images.length));
    return {
      y: sum(rowProducts(shape, dRows[0], images), rowProducts(shape, dRows[1], errors)),
      x: sum(patchProducts(shape, dPatches[0], rows[0]), patchProducts(shape, dPatches[1], rows[1])),
      canvas: dCanvas.map((value, i) => {
        const painted = images[i] - errors[i];
        return value - dErrors[i] * painted * (1 - painted);
      }),
    };
  },

  write(shape, filters, patch, canvas) {
    const rows = expandPatch(shape, patch, filters.x);
    return {rows, canvas: spreadRows(shape, filters.y, rows, canvas)};
  },

  writeBack(shape, filters, patch, rows, dCanvas) {
    const dRows = filterImages(shape, filters.y, dCanvas);
    return {
      y: rowProducts(shape, rows, dCanvas),
      x: patchProducts(shape, patch, dRows),
      patch: reduceRows(shape, dRows, filters.x),
    };
  },
};

const sum = (one: Float32Array, other: Float32Array) => one.map((value, i) => value + other[i]);

/** Calls `visit` for all b, n, h and every place j of a line of W·C values. */
function eachLine(
  {batch, size, height, width, channels}: WindowShape,
  visit: (filter: number, row: number, image: number) => void,
): void {
  const line = width * channels;
  for (let b = 0; b < batch; b++)
    for (let n = 0; n < size; n++)
      for (let h = 0; h < height; h++)
        for (let j = 0; j < line; j++)
          visit((b * size + n) * height + h, (b * size + n) * line + j, (b * height + h) * line + j);
}

/** Calls `visit` for all b, n, m, w and c. */
function eachPlace(
  {batch, size, width, channels}: WindowShape,
  visit: (pixel: number, filter: number, row: number) => void,
): void {
  for (let b = 0; b < batch; b++)
    for (let n = 0; n < size; n++)
      for (let m = 0; m < size; m++)
        for (let w = 0; w < width; w++)
          for (let c = 0; c < channels; c++)
            visit(
              ((b * size + n) * size + m) * channels + c,
              (b * size + m) * width + w,
              ((b * size + n) * width + w) * channels + c,
            );
}

/** Σ_h f[b,n,h]·images[b,h,:]. */
function filterImages(shape: WindowShape, f: Float32Array, images: Float32Array): Float32Array {
  const rows = new Float64Array(shape.batch * shape.size * shape.width * shape.channels);
  eachLine(shape, (filter, row, image) => (rows[row] += f[filter] * images[image]));
  return Float32Array.from(rows);
}

/** images[b,h,:] + Σ_n f[b,n,h]·rows[b,n,:]. */
function spreadRows(
  shape: WindowShape,
  f: Float32Array,
  rows: Float32Array,
  images: Float32Array,
): Float32Array {
  const sums = Float64Array.from(images);
  eachLine(shape, (filter, row, image) => (sums[image] += f[filter] * rows[row]));
  return Float32Array.from(sums);
}

/** Σ_j rows[b,n,j]·images[b,h,j]. */
function rowProducts(shape: WindowShape, rows: Float32Array, images: Float32Array): Float32Array {
  const products = new Float64Array(shape.batch * shape.size * shape.height);
  eachLine(shape, (filter, row, image) => (products[filter] += rows[row] * images[image]));
  return Float32Array.from(products);
}

/** Σ_m patch[b,n,m,c]·f[b,m,w]. */
function expandPatch(shape: WindowShape, patch: Float32Array, f: Float32Array): Float32Array {
  const rows = new Float64Array(shape.batch * shape.size * shape.width * shape.channels);
  eachPlace(shape, (pixel, filter, row) => (rows[row] += patch[pixel] * f[filter]));
  return Float32Array.from(rows);
}

/** Σ_w f[b,m,w]·rows[b,n,w,c]. */
function reduceRows(shape: WindowShape, rows: Float32Array, f: Float32Array): Float32Array {
  const patch = new Float64Array(shape.batch * shape.size ** 2 * shape.channels);
  eachPlace(shape, (pixel, filter, row) => (patch[pixel] += f[filter] * rows[row]));
  return Float32Array.from(patch);
}

/** Σ_n,c patch[b,n,m,c]·rows[b,n,w,c]. */
function patchProducts(shape: WindowShape, patch: Float32Array, rows: Float32Array): Float32Array {
  const products = new Float64Array(shape.batch * shape.size * shape.width);
  eachPlace(shape, (pixel, filter, row) => (products[filter] += patch[pixel] * rows[row]));
  return Float32Array.from(products);
}
