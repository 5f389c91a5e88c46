import type {Results} from './smallProblem.js';

/** Where two results differ most, and by how much of the largest value there. */
export interface Difference {
  where: string;
  /** max |a − b| / max(1, max |a|), or infinite where a value is not finite. */
  amount: number;
}

/** The largest difference between what a backend computed and what it should have. */
export function largestDifference(expected: Results, got: Results): Difference {
  let worst: Difference = {where: 'nothing', amount: 0};
  for (const [where, values] of Object.entries(expected)) {
    const scale = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
    let amount = got[where]?.length === values.length ? 0 : Infinity;
    values.forEach((value, i) => {
      const difference = Math.abs(value - (got[where]?.[i] ?? NaN)) / scale;
      amount = Math.max(amount, Number.isNaN(difference) ? Infinity : difference);
    });
    if (amount > worst.amount) worst = {where, amount};
  }
  return worst;
}
