import type {UnitSettings} from '../moments/varianceArgs.js';
import type {Stability} from './stability.js';

/** Fitted to simulations of 144 settings at 1000 units (χ² = 144), see docs/variance.md. */
const COEFFICIENT = 0.5;
/** More than this above the prediction is called too narrow: the target is 3 %, and the estimate is good to half of itself. */
const LARGEST_EXCESS = 0.02;

/**
 * By how much Var[c] of a real layer exceeds that of very many units, relative and times the number of units H.
 *
 * The autocovariance of h over H units scatters by 1/√H about its mean, and c answers to it in a curved way, so to first
 * order the excess is a number over H: `τ·s·γh/2`, τ the correlation time of h, s the sensitivity. The form is the
 * simplest that the simulations bear out; the factor ½ is fitted. E[h²] exceeds 1 by about s/5 of it.
 */
export function widthExcess(units: UnitSettings[], correlationTime: number, sensitivity: number): number {
  const squares = units.flatMap(({gammaH}) => gammaH.map((value) => value * value));
  const gammaH = Math.sqrt(squares.reduce((a, b) => a + b) / squares.length);
  // A layer without recurrence has no feedback to scatter, whatever its sensitivity.
  return gammaH === 0 ? 0 : COEFFICIENT * correlationTime * sensitivity * gammaH;
}

/** The stability of a layer of `width` units, given that of one with very many. */
export function stabilityAtWidth(stability: Stability, excess: number, width: number): Stability {
  if (!stability.stable || excess / width <= LARGEST_EXCESS) return stability;
  const percent = Math.round((100 * excess) / width);
  const enough = Number((excess / LARGEST_EXCESS).toPrecision(2));
  return {
    ...stability,
    stable: false,
    reason:
      `a layer of ${width} units is too narrow: Var[c] comes out about ${percent} % above this, which is the limit of many ` +
      `units; from about ${enough} units on it holds`,
  };
}
