/** Whether a real layer keeps E[h²] = 1. */
export interface Stability {
  /** d ln E[h²] / d ln(1/Var[h]) with both constants kept, 1/(1 − G′); Infinity when the state repels (G′ ≥ 1). */
  sensitivity: number;
  stable: boolean;
  /** Why not, when it is not. */
  reason?: string;
}

/** Above this, 0.2 % in a constant, or in the weights' norms, moves E[h²] by 2 %. */
const LARGEST_SENSITIVITY = 10;
/** A gain that is above 1 by more than its sampling error. */
const REPELS = 1.03;

/**
 * Whether the stationary state with E[h²] = 1 holds.
 *
 * It does not when a deviation of E[h²] grows as it passes the recurrence (the state repels: h ends at another size), when
 * it hardly shrinks (then the small errors that a finite layer always has are multiplied by the sensitivity), or when a
 * layer that starts from zeros is caught in a smaller state on its way.
 *
 * @param gain G′(1), see `amplitudeGain`
 * @param trap a q < 1 with G(q) < q, see `trapBelow`
 */
export function stability(gain: number, trap?: number): Stability {
  const sensitivity = gain < 1 ? 1 / (1 - gain) : Infinity;
  const reason = reasonAgainst(gain, sensitivity, trap);
  return reason === undefined ? {sensitivity, stable: true} : {sensitivity, stable: false, reason};
}

function reasonAgainst(gain: number, sensitivity: number, trap?: number): string | undefined {
  if (gain > REPELS) {
    return (
      `E[h²] = 1 repels: with the constants kept, a deviation of E[h²] comes back ${gain.toFixed(2)} times as large, ` +
      'so h settles at another size'
    );
  }
  if (sensitivity > LARGEST_SENSITIVITY) {
    const factor = sensitivity > 50 ? 'more than 50' : sensitivity.toFixed(0);
    return (
      `E[h²] = 1 barely holds: the recurrence multiplies every deviation of a constant or of the weights by ${factor} ` +
      `(up to ${LARGEST_SENSITIVITY} is called stable)`
    );
  }
  if (trap !== undefined) {
    return `there is a second state: a layer that starts from zeros stays below E[h²] = ${trap}`;
  }
  return undefined;
}
