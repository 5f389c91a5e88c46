import {fixedPoint} from './anderson.js';

/**
 * E[h²] that a layer with fixed constants answers when its recurrent input has E[h²] = q: the curve G of q.
 *
 * With the constants kept, h answers to its own autocovariance by R → F(R). For each q the shape ρ (ρ_0 = 1) is found that
 * reproduces itself, `F(qρ) = G(q)·ρ`. States of the layer are the points with G(q) = q, here q = 1; near it a deviation
 * is multiplied by the slope G′ each time that it passes the recurrence.
 *
 * @param q E[h²] of the recurrent input, above 0
 * @param hidden autocovariance of the state, k = 0 … n, to start from
 * @param answer F, normalised so that F(hidden) ≈ hidden
 */
export function amplitudeResponse(
  q: number,
  hidden: Float64Array,
  answer: (field: Float64Array) => Float64Array,
): number {
  let amplitude = q;
  fixedPoint(
    (shape) => {
      const answered = answer(shape.map((rho) => q * rho));
      amplitude = answered[0];
      return answered.map((value) => value / amplitude);
    },
    hidden,
    {tolerance: 5e-4, maxEvaluations: 15},
  );
  return amplitude;
}

/** Wide, because G is smooth and where c has a long tail a few paths make most of its noise. */
const STEP = 0.2;

/** G′(1) of `amplitudeResponse`, by a central difference on the same noise. */
export function amplitudeGain(hidden: Float64Array, answer: (field: Float64Array) => Float64Array): number {
  const above = amplitudeResponse(1 + STEP, hidden, answer);
  const below = amplitudeResponse(1 - STEP, hidden, answer);
  return (above - below) / (2 * STEP);
}

/** E[h²] at which a layer that starts from zeros may be caught. */
const SMALL = [1 / 4, 1 / 16, 1 / 64, 1 / 256];

/** The largest of a few q < 1 with G(q) < q: a layer whose h is smaller than that does not grow to E[h²] = 1. */
export function trapBelow(
  hidden: Float64Array,
  answer: (field: Float64Array) => Float64Array,
): number | undefined {
  return SMALL.find((q) => amplitudeResponse(q, hidden, answer) < 0.97 * q);
}
