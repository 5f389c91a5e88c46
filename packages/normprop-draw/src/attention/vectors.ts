// The inner loops of the windows, on parts of arrays. Images are float32, what is summed up is float64; each function has one kind of
// array in each place and no branch, so that it compiles to one loop. Four values a turn: the loop itself costs as much as its arithmetic.

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

/** Σ a[i] b[i stride] over n values. */
export function dotStrided(
  a: Float64Array,
  aStart: number,
  b: Float64Array,
  bStart: number,
  stride: number,
  n: number,
): number {
  let s0 = 0;
  let s1 = 0;
  let i = 0;
  for (let at = bStart; i + 1 < n; i += 2, at += 2 * stride) {
    s0 += a[aStart + i] * b[at];
    s1 += a[aStart + i + 1] * b[at + stride];
  }
  if (i < n) s0 += a[aStart + i] * b[bStart + i * stride];
  return s0 + s1;
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
  let i = 0;
  for (; i + 3 < n; i += 4) {
    sums[sumsStart + i] += factor * pixels[pixelsStart + i];
    sums[sumsStart + i + 1] += factor * pixels[pixelsStart + i + 1];
    sums[sumsStart + i + 2] += factor * pixels[pixelsStart + i + 2];
    sums[sumsStart + i + 3] += factor * pixels[pixelsStart + i + 3];
  }
  for (; i < n; i++) sums[sumsStart + i] += factor * pixels[pixelsStart + i];
}

/** sums[i] += factor row[i] for n values, from the start of `sums`. */
export function addRow(
  sums: Float64Array,
  factor: number,
  rows: Float64Array,
  rowsStart: number,
  n: number,
): void {
  let i = 0;
  for (; i + 3 < n; i += 4) {
    sums[i] += factor * rows[rowsStart + i];
    sums[i + 1] += factor * rows[rowsStart + i + 1];
    sums[i + 2] += factor * rows[rowsStart + i + 2];
    sums[i + 3] += factor * rows[rowsStart + i + 3];
  }
  for (; i < n; i++) sums[i] += factor * rows[rowsStart + i];
}

/** sums[i toStride] += factor row[i fromStride] for n values. */
export function addStrided(
  sums: Float64Array,
  sumsStart: number,
  toStride: number,
  factor: number,
  rows: Float64Array,
  rowsStart: number,
  fromStride: number,
  n: number,
): void {
  let to = sumsStart;
  let from = rowsStart;
  for (let i = 0; i < n; i++) {
    sums[to] += factor * rows[from];
    to += toStride;
    from += fromStride;
  }
}
