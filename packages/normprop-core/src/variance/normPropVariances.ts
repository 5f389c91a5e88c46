import {paperVariances} from './paperVariances.js';
import type {UnitVariances} from './paperVariances.js';
import {unitKey, unitSettings} from './varianceArgs.js';
import type {NormPropVariancesArgs, PerUnit, UnitSettings, VarianceMethod} from './varianceArgs.js';

const METHODS: readonly VarianceMethod[] = ['paper'];

/** Var[c] and Var[h]: numbers when every argument was a number, else one value per unit. */
export interface NormPropVariances<V extends number | Float64Array = number | Float64Array> {
  /** Var[c], by which the cell is normalised before its tanh. */
  cellVariance: V;
  /** Var[o·tanh(γc·c/√Var[c])], by which the hidden state is normalised. */
  hiddenVariance: V;
}

/**
 * The two constants of Norm Prop, Var[c] and Var[h].
 *
 * `h_t = o_t ⊙ tanh(γc ⊙ c_t/√Var[c]) / √Var[h]` (eq. 17) keeps E[h²] near 1 when they are right.
 *
 * @param args.gammaX, args.gammaH a number or [4H], gates i, f, c, o; args.gammaC a number or [H]; args.bias a number or
 *   [4H]; args.forgetBias a number or [H], added to the forget gate's bias; args.inputVariance of each component of x,
 *   default 1
 * @param args.method `paper`: eq. 8 and 14 (see `paperVariances`)
 * @returns numbers when every argument is a number, else Float64Array [H]; units with equal settings are solved once
 * @throws RangeError for a value that is not finite, sizes that disagree, a negative input variance, an unknown method, or
 *   settings without a finite, positive variance
 *
 * Source: section 3.1 of the paper.
 *
 * @example
 * normPropVariances({gammaX: 2, gammaH: 2, gammaC: 1}) // {cellVariance: 0.44805…, hiddenVariance: 0.14983…}
 */
export function normPropVariances(args: NormPropVariancesArgs<number>): NormPropVariances<number>;
export function normPropVariances(
  args: NormPropVariancesArgs<ArrayLike<number>>,
): NormPropVariances<Float64Array>;
export function normPropVariances(args: NormPropVariancesArgs): NormPropVariances;
export function normPropVariances(args: NormPropVariancesArgs<PerUnit>): NormPropVariances {
  const {method = 'paper'} = args;
  if (!METHODS.includes(method)) {
    throw new RangeError(`method: expected ${METHODS.join(' or ')}, got ${String(method)}`);
  }
  const {units, scalar} = unitSettings(args);
  const solved = solveOnce(units, paperVariances);
  if (scalar) return {...solved[0]};
  return {
    cellVariance: Float64Array.from(solved, (v) => v.cellVariance),
    hiddenVariance: Float64Array.from(solved, (v) => v.hiddenVariance),
  };
}

/** `solve` for each unit, called once for all units with equal settings. */
function solveOnce(units: UnitSettings[], solve: (unit: UnitSettings) => UnitVariances): UnitVariances[] {
  const known = new Map<string, UnitVariances>();
  return units.map((unit) => {
    const key = unitKey(unit);
    const value = known.get(key) ?? solve(unit);
    known.set(key, value);
    return value;
  });
}
