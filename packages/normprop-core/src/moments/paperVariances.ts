import {gaussianExpectation} from './gaussianMoments.js';
import {gateMoments, sigmoid} from './gateMoments.js';
import type {GateMoments} from './gateMoments.js';
import type {UnitSettings} from './varianceArgs.js';

/** Var[c] and Var[h] of one unit. */
export interface UnitVariances {
  cellVariance: number;
  hiddenVariance: number;
}

/**
 * Var[c] and Var[h] of one unit as the paper prints them.
 *
 * `Var[c] = Var[g]·E[i²] / (1 − E[f²])` (eq. 8), `Var[h] = Var[tanh(γc z)]·E[o²]` (eq. 14), with every pre-activation
 * N(bias, γx²·Var[x] + γh²) and z ~ N(0,1).
 *
 * The preserving cell, c = f ⊙ c + √(1 − f²) ⊙ i ⊙ g, which is ours, by the same reasoning:
 * `Var[c] = Var[g]·E[i²]·E[1 − f²] / (1 − E[f²]) = Var[g]·E[i²]`, whatever f is.
 *
 * @throws RangeError when the cell's variance is not finite (E[f²] rounds to 1: the forget gate never forgets) or zero
 *
 * Source: eq. 8, 14. Differs in the bias, which eq. 9-12 leave out, and in the variance of x, there 1.
 */
export function paperVariances(unit: UnitSettings): UnitVariances {
  const [i, f, c, o] = unit.bias.map((mean, gate) => ({variance: preActivationVariance(unit, gate), mean}));
  // 1 − σ² as (1 − σ)(1 + σ), so that a large forget bias does not cancel it away.
  const forgetting = gaussianExpectation((a) => sigmoid(-a) * (1 + sigmoid(a)), f.variance, f.mean);
  if (!unit.preserving && 1 - forgetting === 1) {
    throw new RangeError(
      `no finite variance of the cell: E[f²] rounds to 1 with a forget bias of ${f.mean}, so c grows without end`,
    );
  }
  const moments = momentsOnce();
  const cellVariance =
    (moments(c.variance, c.mean).tanh.variance * moments(i.variance, i.mean).sigmoid.secondMoment) /
    (unit.preserving ? 1 : forgetting);
  const hiddenVariance =
    moments(unit.gammaC ** 2, 0).tanh.variance * moments(o.variance, o.mean).sigmoid.secondMoment;
  if (!(cellVariance > 0)) {
    throw new RangeError('gammaX, gammaH: the candidate gate has no variance, so c cannot be normalised');
  }
  if (!(hiddenVariance > 0)) {
    throw new RangeError(
      `gammaC: tanh(γc·c) has no variance with gammaC = ${unit.gammaC}, so h cannot be normalised`,
    );
  }
  return {cellVariance, hiddenVariance};
}

/** γx²·Var[x] + γh² of one gate. */
export function preActivationVariance({gammaX, gammaH, inputVariance}: UnitSettings, gate: number): number {
  return gammaX[gate] ** 2 * inputVariance + gammaH[gate] ** 2;
}

/** `gateMoments` that integrates each normal once: the gates mostly share theirs. */
function momentsOnce(): (variance: number, mean: number) => GateMoments {
  const known = new Map<string, GateMoments>();
  return (variance, mean) => {
    const key = `${variance} ${mean}`;
    const value = known.get(key) ?? gateMoments({variance, mean});
    known.set(key, value);
    return value;
  };
}
