/** How the learning rate falls with the number of updates. */
export interface LearningRateDecay {
  /**
   * `inverseTime`: η/(1 + k·n), the authors' DRAW code. `exponential`: η·(1 − k)ⁿ, Cooijmans' code. The paper's
   * "exponential decay of 1e-3" names neither.
   */
  kind: 'inverseTime' | 'exponential';
  /** k, at least 0; below 1 for `exponential`. */
  rate: number;
}

/** η/(1 + k·n): the learning rate after `updates` updates. */
export function inverseTimeDecay(learningRate: number, rate: number, updates: number): number {
  return learningRate / (1 + rate * updates);
}

/** η·(1 − k)ⁿ: the learning rate after `updates` updates. */
export function exponentialDecay(learningRate: number, rate: number, updates: number): number {
  return learningRate * (1 - rate) ** updates;
}

const decays = {inverseTime: inverseTimeDecay, exponential: exponentialDecay};

/**
 * The learning rate for the update after `updates` updates, in float64.
 *
 * @throws For another kind or a rate out of range.
 */
export function learningRateDecay(
  learningRate: number,
  decay: LearningRateDecay | null,
  updates: number,
): number {
  if (decay === null) return learningRate;
  checkDecay(decay);
  return decays[decay.kind](learningRate, decay.rate, updates);
}

/** Throws unless the decay is one that exists, with a rate in its range. */
export function checkDecay({kind, rate}: LearningRateDecay): void {
  if (!(kind in decays)) {
    throw new Error(`decay.kind: expected 'inverseTime' or 'exponential', got '${String(kind)}'`);
  }
  const limit = kind === 'exponential' ? 1 : Infinity;
  if (!(rate >= 0 && rate < limit)) {
    throw new Error(`decay.rate: expected a number in [0, ${limit}), got ${rate}`);
  }
}
