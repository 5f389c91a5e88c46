import {normPropVariances} from 'normprop-core';
import {gradientNormSurface, networkGradientNorm} from 'normprop-core/research';
import type {VarianceMethod} from 'normprop-core';

/** What the gradient norms are taken over. */
export interface GradientGridArgs {
  /** γx and γh of the grid, the same values for both. */
  gammas: readonly number[];
  /** One panel for each. */
  gammaC: readonly number[];
  /** Where Var[c] and Var[h] come from. */
  method: VarianceMethod;
  forgetBias: number;
  /** H of the simulated network. */
  units: number;
  seed: number;
}

/** One point of the grid; norms above 1 grow in a step, below 1 shrink. */
export interface GradientPoint {
  gammaC: number;
  gammaX: number;
  gammaH: number;
  /** Root mean square of eq. 28, weights neglected. */
  equation: number;
  /** ‖∂h_t/∂h_{t−1}‖_F / √H of a network with unit norm weights, root mean square over 8 steps. */
  network: number;
  /** Its largest singular value, mean over 8 steps. */
  spectral: number;
}

/**
 * The gradient norm of one time step over γx and γh, by eq. 28 and in a network, point by point.
 *
 * @throws RangeError as `normPropVariances`, for gains without constants.
 *
 * Source: Laurent, Ballas & Vincent, section 4 and Figure 1.
 */
export function* gradientGrid(args: GradientGridArgs): Generator<GradientPoint> {
  const {method, forgetBias, units, seed} = args;
  for (const gammaC of args.gammaC)
    for (const gammaH of args.gammas)
      for (const gammaX of args.gammas) {
        const gains = {gammaX, gammaH, gammaC, forgetBias};
        const [equation] = gradientNormSurface({...gains, varianceMethod: method}).norms;
        const constants = normPropVariances({...gains, varianceMethod: method});
        const {frobenius: network, spectral} = networkGradientNorm({...gains, constants, units, seed});
        yield {gammaC, gammaX, gammaH, equation, network, spectral};
      }
}
