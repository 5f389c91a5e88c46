// The inner loops of the windows, on parts of arrays. Images are float32, what is summed up is float64; each function has one kind of
// array in each place, so that it compiles to one loop.

/** Σ a[i] b[i] over n values, in four sums, since one would wait for itself at each step. */
export function dot(a: Float64Array, aStart: number, b: Float32Array, bStart: number, n: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  for (; i + 3 < n; i += 4) {
    s0 += a[aStart + i] * b[bStart + i];
    s1 += a[aStart + i + 1] * b[bStart + i + 1];
    s2 += a[aStart + i + 2] * b[bStart + i + 2];
    s3 += a[aStart + i + 3] * b[bStart + i + 3];
  }
  for (; i < n; i++) s0 += a[aStart + i] * b[bStart + i];
  return s0 + s1 + (s2 + s3);
}

/** sums[i] += factor pixels[i] for n values. */
export function addPixels(
  sums: Float64Array,
  sumsStart: number,
  factor: number,
  pixels: Float32Array,
  pixelsStart: number,
  n: number,
): void {
  for (let i = 0; i < n; i++) sums[sumsStart + i] += factor * pixels[pixelsStart + i];
}

/** sums[i] += factor row[i] for n values, from the start of `sums`. */
export function addRow(
  sums: Float64Array,
  factor: number,
  rows: Float64Array,
  rowsStart: number,
  n: number,
): void {
  for (let i = 0; i < n; i++) sums[i] += factor * rows[rowsStart + i];
}
