import {normPropVariances} from '../variance/normPropVariances.js';
import {gradientNormSurface} from './gradientNormSurface.js';
import {networkGradientNorm} from './networkGradientNorm.js';

describe('gradientNormSurface', () => {
  // Simulated in Python: eq. 28 with the four gates sharing one scalar, 40000 samples (0.5 % of sampling error).
  const simulated: [number, number, number, number][] = [
    [0.1, 0.1, 0.1, 0.64],
    [0.5, 0.5, 0.1, 0.88],
    [2, 2, 0.1, 1.114],
    [0.5, 2, 0.1, 1.458],
    [0.1, 0.1, 1, 0.674],
    [1, 1, 1, 0.899],
    [2, 2, 1, 1.022],
    [3, 3, 1, 1.132],
    [2, 0.5, 1, 0.329],
    [0.1, 3, 1, 1.468],
  ];
  it.each(simulated)('agrees with a simulation at γ = (%d, %d, %d)', (gammaX, gammaH, gammaC, norm) => {
    const {norms} = gradientNormSurface({gammaX, gammaH, gammaC});
    expect(Math.abs(norms[0] / norm - 1)).toBeLessThan(0.02);
  });

  it.each([0.1, 1])(
    'shrinks gradients where γx > γh, more than where γh > γx (Figure 1, γc = %d)',
    (gammaC) => {
      const points = [0.1, 0.8, 1.5, 2.2, 3];
      const {norms} = gradientNormSurface({gammaX: points, gammaH: points, gammaC});
      const mean = (where: (x: number, h: number) => boolean) => {
        const chosen = points.flatMap((h, row) =>
          points.flatMap((x, column) => (where(x, h) ? [norms[row * points.length + column]] : [])),
        );
        return chosen.reduce((a, b) => a + b) / chosen.length;
      };
      expect(mean((x, h) => x > h)).toBeLessThan(1);
      expect(mean((x, h) => x > h)).toBeLessThan(mean((x, h) => h > x));
    },
  );

  it('names an empty grid', () => {
    expect(() => gradientNormSurface({gammaX: [], gammaH: 1, gammaC: 1})).toThrow(
      'gammaX: expected at least one value, got none',
    );
  });
});

describe('networkGradientNorm', () => {
  it.each([
    [2, 0.5, 1, 0.344, 1.53],
    [2, 2, 1, 1.154, 5.29],
  ])(
    'is near the figures of a network of 128 units at γ = (%d, %d, %d)',
    (gammaX, gammaH, gammaC, norm, largest) => {
      const constants = normPropVariances({gammaX, gammaH, gammaC, varianceMethod: 'paper'});
      const network = networkGradientNorm({gammaX, gammaH, gammaC, constants, units: 48});
      // 48 units and 8 steps against 128 units and 640: the largest singular value grows slowly with the size.
      expect(Math.abs(network.frobenius / norm - 1)).toBeLessThan(0.1);
      expect(Math.abs(network.spectral / largest - 1)).toBeLessThan(0.35);
    },
  );
});
