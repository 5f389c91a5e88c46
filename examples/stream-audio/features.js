// What the model hears: the loudness of ten bands of a frame, in an AudioWorklet and in training alike.

/** Samples a frame, and a step of the model. */
export const FRAME = 512;
/** Numbers a frame. */
export const BANDS = 10;
/** The bands' edges in Hz. */
const EDGES = [100, 200, 350, 550, 800, 1200, 1800, 2600, 3600, 5000, 7500];

/** Log energies of frames; all arrays are there beforehand, so that a frame allocates nothing. */
export class Features {
  /** @param {number} sampleRate Hz. */
  constructor(sampleRate) {
    this.values = new Float32Array(BANDS);
    this.real = new Float32Array(FRAME);
    this.imaginary = new Float32Array(FRAME);
    this.window = Float32Array.from(
      {length: FRAME},
      (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / FRAME),
    );
    this.cosines = Float32Array.from({length: FRAME / 2}, (_, i) => Math.cos((2 * Math.PI * i) / FRAME));
    this.sines = Float32Array.from({length: FRAME / 2}, (_, i) => -Math.sin((2 * Math.PI * i) / FRAME));
    this.bins = Int32Array.from(EDGES, (hertz) => Math.max(1, Math.round((hertz * FRAME) / sampleRate)));
  }

  /** The features of FRAME samples; the array is good until the next frame. */
  of(samples) {
    const {real, imaginary, window, bins, values} = this;
    for (let i = 0; i < FRAME; i++) real[i] = samples[i] * window[i];
    imaginary.fill(0);
    this.transform();
    for (let band = 0; band < BANDS; band++) {
      let energy = 0;
      const end = Math.max(bins[band] + 1, bins[band + 1]);
      for (let k = bins[band]; k < end; k++) energy += real[k] * real[k] + imaginary[k] * imaginary[k];
      values[band] = Math.log(1e-6 + energy / (end - bins[band])) / 5;
    }
    return values;
  }

  /** Fourier transform in place, radix 2. */
  transform() {
    const {real, imaginary, cosines, sines} = this;
    for (let i = 1, j = 0; i < FRAME; i++) {
      let bit = FRAME >> 1;
      for (; j & bit; bit >>= 1) j ^= bit;
      j ^= bit;
      if (i < j) {
        const keep = real[i];
        real[i] = real[j];
        real[j] = keep;
      }
    }
    for (let length = 2; length <= FRAME; length *= 2) {
      const half = length / 2;
      for (let start = 0; start < FRAME; start += length)
        for (let k = 0; k < half; k++) {
          const at = (k * FRAME) / length;
          const a = start + k;
          const b = a + half;
          const re = real[b] * cosines[at] - imaginary[b] * sines[at];
          const im = real[b] * sines[at] + imaginary[b] * cosines[at];
          real[b] = real[a] - re;
          imaginary[b] = imaginary[a] - im;
          real[a] += re;
          imaginary[a] += im;
        }
    }
  }
}
