import type {PreparedForwardArgs} from '../contract/lstmTypes.js';

/** Added to q, so that ln q and its slope are finite at c = 0. */
const FLOOR = 1e-4;

/** 1/(H·target_j): q = Σ_j of these times c_j². */
export function penaltyWeights(target: Float32Array): Float32Array {
  return target.map((value) => 1 / (target.length * value));
}

/** weight/N, N the number of valid (t,b); 0 where there is none. */
export function penaltyShare({cellPenalty, mask, timeSteps, batch}: PreparedForwardArgs): number {
  let valid = timeSteps * batch;
  if (mask) {
    valid = 0;
    for (const m of mask) valid += m;
  }
  return valid === 0 ? 0 : cellPenalty!.weight / valid;
}

/**
 * `before` + share · Σ over valid rows of ln(q + 1e-4)²; each q is replaced by the factor k of its gradient,
 * dc̃_j = k·penaltyWeights_j·c̃_j:
 *
 *     k = 4 · share · ln(q + 1e-4)/(q + 1e-4),   0 in a masked row
 */
export function penalize(
  q: Float32Array,
  mask: Float32Array | undefined,
  share: number,
  before: number,
): number {
  let total = before;
  for (let row = 0; row < q.length; row++) {
    if (mask !== undefined && mask[row] === 0) {
      q[row] = 0;
      continue;
    }
    const raised = q[row] + FLOOR;
    const log = Math.log(raised);
    total += share * log * log;
    q[row] = (4 * share * log) / raised;
  }
  return total;
}
