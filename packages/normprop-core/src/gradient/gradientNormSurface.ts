import {checkNames, type Names} from '../check/checkNames.js';
import {normPropVariances} from '../variance/normPropVariances.js';
import type {VarianceMethod} from '../moments/varianceArgs.js';
import {stepGradient} from './stepGradient.js';

const gradientNormSurfaceNames: Names<GradientNormSurfaceArgs> = {
  gammaX: true,
  gammaH: true,
  gammaC: true,
  forgetBias: true,
  varianceMethod: true,
};

/** Where and with which constants the surface is taken. */
export interface GradientNormSurfaceArgs {
  /** γx of the columns, a number or several. */
  gammaX: number | ArrayLike<number>;
  /** γh of the rows, a number or several. */
  gammaH: number | ArrayLike<number>;
  /** γc, one number (the paper draws 0.1 and 1). */
  gammaC: number;
  /** Forget bias; default 0, as in the paper. */
  forgetBias?: number;
  /** Where Var[c] and Var[h] come from; default `paper`. */
  varianceMethod?: VarianceMethod;
}

/** Root mean square of ∂h_t/∂h_{t−1} over a grid. */
export interface GradientNormSurface {
  gammaX: Float64Array;
  gammaH: Float64Array;
  /** [gammaH, gammaX] row-major. */
  norms: Float64Array;
}

/** The trapezoid sums run over [−6, 6]: right to 1e-6. */
const REACH = 6;

/**
 * The gradient norm of Figure 1: root mean square of eq. 28 over x_t, h_{t−1} ~ N(0,1) and c_{t−1} ~ N(0, Var[c]).
 *
 * `∂h_t/∂h_{t−1} = γh Σ_gate ∂h_t/∂a_gate` with the weight matrices neglected, so that the four gates share one
 * pre-activation `a = γx x + γh h` (plus the forget bias for f). The paper says "simulation" and not which norm: this is
 * the exact expectation, by trapezoid quadrature in a and c_{t−1}, of what a simulation of eq. 28 would average.
 *
 * @returns the norms over the grid; above 1 a gradient grows in this step, below 1 it shrinks
 * @throws RangeError as `normPropVariances`, or for an empty grid
 *
 * Source: eq. 22-28 and Figure 1 of the paper.
 *
 * @example
 * gradientNormSurface({gammaX: 2, gammaH: 2, gammaC: 1}).norms[0] // about 1.02
 */
export function gradientNormSurface(args: GradientNormSurfaceArgs): GradientNormSurface {
  checkNames('gradientNormSurface', args, gradientNormSurfaceNames);
  const gammaX = grid('gammaX', args.gammaX);
  const gammaH = grid('gammaH', args.gammaH);
  const norms = new Float64Array(gammaX.length * gammaH.length);
  gammaH.forEach((h, row) =>
    gammaX.forEach((x, column) => {
      norms[row * gammaX.length + column] = gradientNorm(x, h, args);
    }),
  );
  return {gammaX, gammaH, norms};
}

function gradientNorm(
  gammaX: number,
  gammaH: number,
  {gammaC, forgetBias = 0, varianceMethod = 'paper'}: GradientNormSurfaceArgs,
): number {
  const {cellVariance, hiddenVariance} = normPropVariances({
    gammaX,
    gammaH,
    gammaC,
    forgetBias,
    varianceMethod,
  });
  const s = Math.sqrt(gammaX * gammaX + gammaH * gammaH);
  const constants = {cellScale: gammaC / Math.sqrt(cellVariance), hiddenScale: 1 / Math.sqrt(hiddenVariance)};
  const [steps, cells] = [s, gammaC].map((spread) =>
    Math.ceil(REACH / Math.min(1 / 4, 1 / (5 * Math.abs(spread)))),
  );
  const [width, cellWidth] = [REACH / steps, REACH / cells];
  let sum = 0;
  for (let p = -steps; p <= steps; p++) {
    const a = s * p * width;
    for (let q = -cells; q <= cells; q++) {
      const gates = stepGradient({
        preActivations: [a, a + forgetBias, a, a],
        previousCell: Math.sqrt(cellVariance) * q * cellWidth,
        ...constants,
      });
      const slope = gammaH * (gates[0] + gates[1] + gates[2] + gates[3]);
      sum += slope * slope * Math.exp(-0.5 * (p * p * width * width + q * q * cellWidth * cellWidth));
    }
  }
  return Math.sqrt((sum * width * cellWidth) / (2 * Math.PI));
}

function grid(name: string, values: number | ArrayLike<number>): Float64Array {
  const points = typeof values === 'number' ? Float64Array.of(values) : Float64Array.from(values);
  if (points.length === 0) throw new RangeError(`${name}: expected at least one value, got none`);
  return points;
}
