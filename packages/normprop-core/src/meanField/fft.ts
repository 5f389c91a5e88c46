/**
 * Discrete Fourier transform of complex numbers in place, radix 2.
 *
 * `X_k = Σ_t x_t e^(−2πi kt/n)`; `inverse` has the sign + and no factor 1/n.
 *
 * @example
 * new Fft(8).forward(re, im) // both Float64Array [8]
 */
export class Fft {
  private readonly cosines: Float64Array;
  private readonly sines: Float64Array;
  private readonly reversed: Uint32Array;

  /** @param size n, a power of two, at least 2 */
  constructor(readonly size: number) {
    const bits = Math.log2(size);
    if (!Number.isInteger(bits) || bits < 1) {
      throw new RangeError(`size: expected a power of two, at least 2, got ${size}`);
    }
    this.cosines = Float64Array.from({length: size / 2}, (_, k) => Math.cos((2 * Math.PI * k) / size));
    this.sines = Float64Array.from({length: size / 2}, (_, k) => -Math.sin((2 * Math.PI * k) / size));
    this.reversed = new Uint32Array(size);
    for (let k = 0; k < size; k++) {
      this.reversed[k] = (this.reversed[k >> 1] >> 1) | ((k & 1) << (bits - 1));
    }
  }

  /** Replaces re + i·im by its transform. */
  forward(re: Float64Array, im: Float64Array): void {
    const {size, cosines, sines, reversed} = this;
    for (let k = 0; k < size; k++) {
      const r = reversed[k];
      if (k < r) {
        const x = re[k];
        const y = im[k];
        re[k] = re[r];
        im[k] = im[r];
        re[r] = x;
        im[r] = y;
      }
    }
    for (let half = 1; half < size; half <<= 1) {
      const stride = size / (2 * half);
      for (let j = 0; j < half; j++) {
        const c = cosines[j * stride];
        const s = sines[j * stride];
        for (let a = j; a < size; a += 2 * half) {
          const b = a + half;
          const x = c * re[b] - s * im[b];
          const y = c * im[b] + s * re[b];
          re[b] = re[a] - x;
          im[b] = im[a] - y;
          re[a] += x;
          im[a] += y;
        }
      }
    }
  }

  /** Replaces re + i·im by n times the inverse transform. */
  inverse(re: Float64Array, im: Float64Array): void {
    this.forward(im, re);
  }
}
