import type {WindowShape} from 'normprop-kernels/windows';

/** Sizes of one reading or writing: patches [B,N,N,C] of images [B,H,W,C]. */
export interface PatchSize {
  readonly batch: number;
  readonly size: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

// The filters along a line. They see N rows instead of an image's H lines, so that these loops are a tenth of a window's work; the filters
// across the lines are kernels of normprop-kernels/windows.

/** Σ_m patch[b,n,m,c]·filters[b,m,w]: [B,N,N,C] and [B,N,W] to rows [B,N,W·C]. */
export function expandPatch(
  {batch, size: N, width, channels: C}: PatchSize,
  patch: Float32Array,
  filters: Float32Array,
): Float32Array {
  const rows = new Float32Array(batch * N * width * C);
  eachPixel(batch, N, C, (pixel, filter, row) => {
    const value = patch[pixel];
    for (let w = 0, from = filter * width, to = row * width * C + (pixel % C); w < width; w++, to += C)
      rows[to] += value * filters[from + w];
  });
  return rows;
}

/** Σ_w filters[b,m,w]·rows[b,n,w·C+c]: to a patch [B,N,N,C]. */
export function reduceRows(
  {batch, size: N, width, channels: C}: PatchSize,
  rows: Float32Array,
  filters: Float32Array,
): Float32Array {
  const patch = new Float32Array(batch * N * N * C);
  eachPixel(batch, N, C, (pixel, filter, row) => {
    let sum = 0;
    for (let w = 0, at = filter * width, from = row * width * C + (pixel % C); w < width; w++, from += C)
      sum += filters[at + w] * rows[from];
    patch[pixel] = sum;
  });
  return patch;
}

/** filters[b,m,w] += Σ_n,c patch[b,n,m,c]·rows[b,n,w·C+c]. */
export function addPatchProducts(
  {batch, size: N, width, channels: C}: PatchSize,
  patch: Float32Array,
  rows: Float32Array,
  filters: Float32Array,
): void {
  eachPixel(batch, N, C, (pixel, filter, row) => {
    const value = patch[pixel];
    for (let w = 0, to = filter * width, from = row * width * C + (pixel % C); w < width; w++, from += C)
      filters[to + w] += value * rows[from];
  });
}

/** Calls `visit` with the place of each number of a patch, of its filter [B,N] and of its row [B,N]. */
function eachPixel(
  batch: number,
  N: number,
  C: number,
  visit: (pixel: number, filter: number, row: number) => void,
): void {
  let pixel = 0;
  for (let b = 0; b < batch; b++)
    for (let n = 0; n < N; n++)
      for (let m = 0; m < N; m++) for (let c = 0; c < C; c++) visit(pixel++, b * N + m, b * N + n);
}

/** As the kernels across the lines take sizes. */
export const windowShape = ({batch, size, height, width, channels}: PatchSize): WindowShape => ({
  batch,
  size,
  height,
  line: width * channels,
});
