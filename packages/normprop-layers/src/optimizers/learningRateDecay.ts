/** A decay that goes on for ever, by the number of updates n. */
export interface EndlessDecay {
  /**
   * `inverseTime`: η/(1 + k·n), the authors' DRAW code. `exponential`: η·(1 − k)ⁿ, Cooijmans' code. The paper's
   * "exponential decay of 1e-3" names neither.
   */
  kind: 'inverseTime' | 'exponential';
  /** k, at least 0; below 1 for `exponential`. */
  rate: number;
}

/** A decay that ends after a number of updates and then stays where it is. */
export interface PlannedDecay {
  /** `linear`: a straight line from η to η·to. `cosine`: half a wave between the two. */
  kind: 'linear' | 'cosine';
  /** The share of η that is left at the end, in [0,1]. */
  to: number;
  /** Updates until the end. */
  updates: number;
}

/** How the learning rate falls with the number of updates. */
export type LearningRateDecay = EndlessDecay | PlannedDecay;

/** η/(1 + k·n): the learning rate after `updates` updates. */
export function inverseTimeDecay(learningRate: number, rate: number, updates: number): number {
  return learningRate / (1 + rate * updates);
}

/** η·(1 − k)ⁿ: the learning rate after `updates` updates. */
export function exponentialDecay(learningRate: number, rate: number, updates: number): number {
  return learningRate * (1 - rate) ** updates;
}

/** η·(1 + (to − 1)·n/N), N = `length`: the learning rate after `updates` updates; η·to from N on. */
export function linearDecay(
  learningRate: number,
  {to, updates: length}: Omit<PlannedDecay, 'kind'>,
  updates: number,
): number {
  return learningRate * (1 + (to - 1) * Math.min(1, updates / length));
}

/** η·(to + (1 − to)·(1 + cos(π·n/N))/2): the learning rate after `updates` updates; η·to from N on. */
export function cosineDecay(
  learningRate: number,
  {to, updates: length}: Omit<PlannedDecay, 'kind'>,
  updates: number,
): number {
  const wave = (1 + Math.cos(Math.PI * Math.min(1, updates / length))) / 2;
  return learningRate * (to + (1 - to) * wave);
}

/**
 * The learning rate for the update after `updates` updates, in float64.
 *
 * @throws For another kind or a number out of range.
 */
export function learningRateDecay(
  learningRate: number,
  decay: LearningRateDecay | null,
  updates: number,
): number {
  if (decay === null) return learningRate;
  checkDecay(decay);
  switch (decay.kind) {
    case 'inverseTime':
      return inverseTimeDecay(learningRate, decay.rate, updates);
    case 'exponential':
      return exponentialDecay(learningRate, decay.rate, updates);
    case 'linear':
      return linearDecay(learningRate, decay, updates);
    case 'cosine':
      return cosineDecay(learningRate, decay, updates);
  }
}

const fieldsOf: Record<LearningRateDecay['kind'], readonly string[]> = {
  inverseTime: ['rate'],
  exponential: ['rate'],
  linear: ['to', 'updates'],
  cosine: ['to', 'updates'],
};

/** Throws unless the decay is one that exists, with its own numbers in their range and no others. */
export function checkDecay(decay: LearningRateDecay): void {
  const {kind} = decay;
  if (typeof decay !== 'object' || !Object.hasOwn(fieldsOf, kind)) {
    const kinds = Object.keys(fieldsOf).map((name) => `'${name}'`);
    throw new Error(`decay.kind: expected one of ${kinds.join(', ')}, got '${String(kind)}'`);
  }
  const fields = fieldsOf[kind];
  const other = Object.keys(decay).find((name) => name !== 'kind' && !fields.includes(name));
  if (other !== undefined) {
    throw new Error(`decay: no field '${other}'; ${kind} has ${fields.join(', ')}`);
  }
  if (fields.includes('rate')) return checkRateOf(decay as EndlessDecay);
  checkPlan(decay as PlannedDecay);
}

function checkRateOf({kind, rate}: EndlessDecay): void {
  const limit = kind === 'exponential' ? 1 : Infinity;
  if (!(typeof rate === 'number' && rate >= 0 && rate < limit)) {
    throw new Error(`decay.rate: expected a number in [0, ${limit}), got ${String(rate)}`);
  }
}

function checkPlan({to, updates}: PlannedDecay): void {
  if (!(typeof to === 'number' && to >= 0 && to <= 1)) {
    throw new Error(`decay.to: expected a share of the learning rate in [0, 1], got ${String(to)}`);
  }
  if (!(Number.isInteger(updates) && updates > 0)) {
    throw new Error(`decay.updates: expected a positive integer, got ${String(updates)}`);
  }
}
