import {Fft} from './fft.js';

/** Complex white noise per frequency: normals of variance 1 in both parts, each [length]. */
export interface White {
  re: Float64Array;
  im: Float64Array;
}

/**
 * Transforms between periodic stationary paths of `length` steps and their spectra.
 *
 * The spectrum of an autocovariance R is `S_ω = Σ_k R_k e^(−iωk)`, k over one period; R is even, so S is real and even.
 */
export class Spectra {
  private readonly fft: Fft;

  /** @param length steps, a power of two */
  constructor(readonly length: number) {
    this.fft = new Fft(length);
  }

  /** S of R, k = 0 … length/2. */
  spectrum(autocovariance: Float64Array): Float64Array {
    const {length} = this;
    const re = Float64Array.from({length}, (_, k) => autocovariance[Math.min(k, length - k)]);
    this.fft.forward(re, new Float64Array(length));
    return re;
  }

  /** R, k = 0 … length/2, of S. */
  autocovariance(spectrum: Float64Array): Float64Array {
    const re = spectrum.slice();
    this.fft.inverse(re, new Float64Array(this.length));
    return re.slice(0, this.length / 2 + 1).map((value) => value / this.length);
  }

  /** √(S/length), S of R, with the negative values that sampling noise can leave taken as 0. */
  amplitudes(autocovariance: Float64Array): Float64Array {
    return this.spectrum(autocovariance).map((s) => Math.sqrt(Math.max(s, 0) / this.length));
  }

  /** Two independent Gaussian paths with the given amplitudes per frequency. */
  paths(amplitudes: Float64Array, white: White): [Float64Array, Float64Array] {
    const re = new Float64Array(this.length);
    const im = new Float64Array(this.length);
    for (let k = 0; k < re.length; k++) {
      re[k] = white.re[k] * amplitudes[k];
      im[k] = white.im[k] * amplitudes[k];
    }
    this.fft.inverse(re, im);
    return [re, im];
  }

  /** Mean of |transform|²/length over an even number of real paths, two to a transform; the paths are kept. */
  power(paths: Float64Array[]): Float64Array {
    const {length} = this;
    const sum = new Float64Array(length);
    for (let p = 0; p < paths.length; p += 2) {
      const re = paths[p].slice();
      const im = paths[p + 1].slice();
      this.fft.forward(re, im);
      for (let k = 0; k < length; k++) sum[k] += re[k] * re[k] + im[k] * im[k];
    }
    const factor = 1 / (2 * paths.length * length);
    // The transform of two real paths in one: their powers are the even part.
    return sum.map((value, k) => factor * (value + sum[(length - k) % length]));
  }
}
