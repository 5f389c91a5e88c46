import {Fft} from './fft.js';
import {seededNormals} from '../random/seededNormals.js';

describe('Fft', () => {
  it.each([2, 8, 64])('equals the sum that it is short for, n = %d', (n) => {
    const re = seededNormals(n, 1);
    const im = seededNormals(n, 2);
    const [x, y] = [re.slice(), im.slice()];
    new Fft(n).forward(x, y);
    for (let k = 0; k < n; k++) {
      let sumRe = 0;
      let sumIm = 0;
      for (let t = 0; t < n; t++) {
        const angle = (-2 * Math.PI * k * t) / n;
        sumRe += re[t] * Math.cos(angle) - im[t] * Math.sin(angle);
        sumIm += re[t] * Math.sin(angle) + im[t] * Math.cos(angle);
      }
      expect(x[k]).toBeCloseTo(sumRe, 11);
      expect(y[k]).toBeCloseTo(sumIm, 11);
    }
  });

  it('comes back', () => {
    const re = seededNormals(32, 3);
    const [x, y] = [re.slice(), new Float64Array(32)];
    const fft = new Fft(32);
    fft.forward(x, y);
    fft.inverse(x, y);
    for (let k = 0; k < 32; k++) expect(x[k] / 32).toBeCloseTo(re[k], 13);
  });

  it('takes powers of two only', () => {
    for (const size of [0, 1, 3, 12, 2.5]) {
      expect(() => new Fft(size)).toThrow(`size: expected a power of two, at least 2, got ${size}`);
    }
  });
});
