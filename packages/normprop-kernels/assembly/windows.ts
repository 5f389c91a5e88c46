// What an attention window of B images is made of: products of its N row filters f [B,N,H] with images [B,H,L] and with rows [B,N,L].
// A product for each image is far too small for the GEMM.
import {madd, put, sigmoid4} from './math';
import {at} from './sequence';

/** rows[b,n,:] = Σ_h f[b,n,h]·images[b,h,:]. */
export function filterImages(
  batch: i32,
  size: i32,
  height: i32,
  line: i32,
  f: usize,
  images: usize,
  rows: usize,
): void {
  for (let b = 0; b < batch; b++) {
    const image = at(images, b * height * line);
    for (let n = 0; n < size; n++) {
      const filter = at(f, (b * size + n) * height);
      const row = at(rows, (b * size + n) * line);
      let j = 0;
      for (; j + 4 < line; j += 8) {
        let left = f32x4.splat(0);
        let right = f32x4.splat(0);
        for (let h = 0; h < height; h++) {
          const weight = v128.load32_splat(at(filter, h));
          const pixels = at(image, h * line + j);
          left = madd(weight, v128.load(pixels), left);
          right = madd(weight, v128.load(pixels, 16), right);
        }
        v128.store(at(row, j), left);
        put(at(row, j + 4), right, line - j - 4);
      }
      if (j >= line) continue;
      let last = f32x4.splat(0);
      for (let h = 0; h < height; h++)
        last = madd(v128.load32_splat(at(filter, h)), v128.load(at(image, h * line + j)), last);
      put(at(row, j), last, line - j);
    }
  }
}

/** images[b,h,:] += Σ_n f[b,n,h]·rows[b,n,:]. */
export function spreadRows(
  batch: i32,
  size: i32,
  height: i32,
  line: i32,
  f: usize,
  rows: usize,
  images: usize,
): void {
  for (let b = 0; b < batch; b++) {
    const first = at(rows, b * size * line);
    for (let h = 0; h < height; h++) {
      const filter = at(f, b * size * height + h);
      const image = at(images, (b * height + h) * line);
      for (let j = 0; j < line; j += 4) {
        let sum = v128.load(at(image, j));
        let row = at(first, j);
        let weight = filter;
        for (let n = 0; n < size; n++) {
          sum = madd(v128.load32_splat(weight), v128.load(row), sum);
          row = at(row, line);
          weight = at(weight, height);
        }
        put(at(image, j), sum, line - j);
      }
    }
  }
}

/** f[b,n,h] += Σ_i rows[b,n,i]·images[b,h,i]. */
export function rowProducts(
  batch: i32,
  size: i32,
  height: i32,
  line: i32,
  rows: usize,
  images: usize,
  f: usize,
): void {
  const whole = line & ~3;
  for (let b = 0; b < batch; b++) {
    for (let n = 0; n < size; n++) {
      const row = at(rows, (b * size + n) * line);
      for (let h = 0; h < height; h++) {
        const image = at(images, (b * height + h) * line);
        let sums = f32x4.splat(0);
        for (let j = 0; j < whole; j += 4) sums = madd(v128.load(at(row, j)), v128.load(at(image, j)), sums);
        let sum =
          f32x4.extract_lane(sums, 0) +
          f32x4.extract_lane(sums, 1) +
          (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
        for (let j = whole; j < line; j++) sum += load<f32>(at(row, j)) * load<f32>(at(image, j));
        const out = at(f, (b * size + n) * height + h);
        store<f32>(out, load<f32>(out) + sum);
      }
    }
  }
}

/** errors = images − sigmoid(canvas), n values each. */
export function errorsOf(n: i32, canvas: usize, images: usize, errors: usize): void {
  for (let i = 0; i < n; i += 4)
    put(at(errors, i), f32x4.sub(v128.load(at(images, i)), sigmoid4(v128.load(at(canvas, i)))), n - i);
}

/** The gradient of the canvas that `errorsOf` had: dCanvas −= dErrors ⊙ p ⊙ (1 − p), p = images − errors. */
export function addErrorSlopes(n: i32, images: usize, errors: usize, dErrors: usize, dCanvas: usize): void {
  for (let i = 0; i < n; i += 4) {
    const p = f32x4.sub(v128.load(at(images, i)), v128.load(at(errors, i)));
    const slope = f32x4.mul(p, f32x4.sub(f32x4.splat(1), p));
    const gradient = f32x4.mul(v128.load(at(dErrors, i)), slope);
    put(at(dCanvas, i), f32x4.sub(v128.load(at(dCanvas, i)), gradient), n - i);
  }
}

/** to[r,j,i] = from[r,i,j]: matrices [m,n] as [n,m]. */
export function turn(rows: i32, m: i32, n: i32, from: usize, to: usize): void {
  for (let r = 0; r < rows; r++) {
    const first = r * m * n;
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++)
        store<f32>(at(to, first + j * m + i), load<f32>(at(from, first + i * n + j)));
  }
}
