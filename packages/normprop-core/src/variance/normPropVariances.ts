import {checkNames, type Names} from '../check/checkNames.js';
import {meanFieldUnits} from './meanFieldUnits.js';
import {paperVariances} from '../moments/paperVariances.js';
import {unitKey, unitSettings} from '../moments/varianceArgs.js';
import type {NormPropVariancesArgs, PerUnit, UnitSettings, VarianceMethod} from '../moments/varianceArgs.js';

const normPropVariancesNames: Names<NormPropVariancesArgs> = {
  gammaX: true,
  gammaH: true,
  gammaC: true,
  bias: true,
  forgetBias: true,
  cell: true,
  inputVariance: true,
  varianceMethod: true,
  width: true,
};

const METHODS: readonly VarianceMethod[] = ['paper', 'meanField'];

/** Arguments of `normPropVariances` by mean field, the default. */
export type NormPropMeanFieldArgs<N extends PerUnit = PerUnit> = NormPropVariancesArgs<N> & {
  varianceMethod?: 'meanField';
};
/** Arguments of `normPropVariances` by the paper's equations. */
export type NormPropPaperArgs<N extends PerUnit = PerUnit> = NormPropVariancesArgs<N> & {
  varianceMethod: 'paper';
};

/** Var[c] and Var[h]: numbers when every argument was a number, else one value per unit. */
export interface NormPropVariances<V extends number | Float64Array = number | Float64Array> {
  /** Var[c], by which the cell is normalised before its tanh. */
  cellVariance: V;
  /** Var[o·tanh(γc·c/√Var[c])], by which the hidden state is normalised. */
  hiddenVariance: V;
}

/** The constants of `meanField`, with what is known about them. */
export interface MeanFieldVariances<
  V extends number | Float64Array = number | Float64Array,
> extends NormPropVariances<V> {
  /** Standard errors of the two, relative. */
  error: {cellVariance: V; hiddenVariance: V};
  /** False when E[h²] does not stay near 1 in a real layer, whatever the constants. */
  stable: boolean;
  /** Why not, when `stable` is false. */
  reason?: string;
  /** d ln E[h²] / d ln(1/Var[h]): what 1 % in a constant does to E[h²], in %. Infinity when E[h²] = 1 repels. */
  sensitivity: number;
  /** Sum of the autocorrelation of h over the lags of both signs: the steps after which h has forgotten. */
  correlationTime: number;
  /** Var[c] of a real layer of H units comes out larger than this by about the part widthExcess/H, see `widthExcess`. */
  widthExcess: number;
  /** Whether the shipped table had the answer. */
  source: 'table' | 'solved';
}

/**
 * The two constants of Norm Prop, Var[c] and Var[h].
 *
 * `h_t = o_t ⊙ tanh(γc ⊙ c_t/√Var[c]) / √Var[h]` (eq. 17) keeps E[h²] at 1 when they are right.
 *
 * @param args.gammaX, args.gammaH a number or [4H], gates i, f, c, o; args.gammaC a number or [H]; args.bias a number or
 *   [4H]; args.forgetBias a number or [H], added to the forget gate's bias; args.inputVariance of each component of x,
 *   default 1
 * @param args.varianceMethod `meanField` (default): the self-consistent state of a layer with many units, see
 *   `meanFieldVariances`; at once for settings in the shipped table, else about a second, and 10 ms for each different unit
 *   beyond 16. `paper`: eq. 8 and 14, see `paperVariances`; off by 4 % to a factor of 40, because h is correlated in time
 * @param args.cell the cell that the constants are for; with `preserving` both methods are ours (`paper` by the reasoning of eq. 8), and
 *   `meanField` always solves
 * @param args.width number of units of the real layer: `meanField` then also says `stable: false` when so few units
 *   scatter too much for the limit of many to hold
 * @returns numbers when every argument is a number, else Float64Array [H]; units with equal settings are solved once.
 *   When `meanField` says `stable: false`, the constants are the best there are, but E[h²] will not stay at 1
 * @throws RangeError for a value that is not finite, sizes that disagree, a negative input variance, an unknown varianceMethod, or
 *   settings without a finite, positive variance; Error when `meanField` does not converge
 *
 * Source: section 3.1 of the paper; `meanField` is ours.
 *
 * @example
 * normPropVariances({gammaX: 2, gammaH: 2, gammaC: 1}).cellVariance // 0.558…
 * normPropVariances({gammaX: 2, gammaH: 2, gammaC: 1, varianceMethod: 'paper'}) // {cellVariance: 0.44805…, hiddenVariance: 0.14983…}
 */
export function normPropVariances(args: NormPropPaperArgs<number>): NormPropVariances<number>;
export function normPropVariances(
  args: NormPropPaperArgs<ArrayLike<number>>,
): NormPropVariances<Float64Array>;
export function normPropVariances(args: NormPropPaperArgs): NormPropVariances;
export function normPropVariances(args: NormPropMeanFieldArgs<number>): MeanFieldVariances<number>;
export function normPropVariances(
  args: NormPropMeanFieldArgs<ArrayLike<number>>,
): MeanFieldVariances<Float64Array>;
export function normPropVariances(args: NormPropMeanFieldArgs): MeanFieldVariances;
export function normPropVariances(args: NormPropVariancesArgs<number>): NormPropVariances<number>;
export function normPropVariances(
  args: NormPropVariancesArgs<ArrayLike<number>>,
): NormPropVariances<Float64Array>;
export function normPropVariances(args: NormPropVariancesArgs): NormPropVariances;
export function normPropVariances(args: NormPropVariancesArgs): NormPropVariances | MeanFieldVariances {
  checkNames('normPropVariances', args, normPropVariancesNames);
  const {varianceMethod = 'meanField'} = args;
  if (!METHODS.includes(varianceMethod)) {
    throw new RangeError(`varianceMethod: expected ${METHODS.join(' or ')}, got ${String(varianceMethod)}`);
  }
  const {units, scalar} = unitSettings(args);
  const gather = (values: number[]) => (scalar ? values[0] : Float64Array.from(values));
  if (varianceMethod === 'paper') {
    const solved = solveOnce(units, paperVariances);
    return {
      cellVariance: gather(solved.map((v) => v.cellVariance)),
      hiddenVariance: gather(solved.map((v) => v.hiddenVariance)),
    };
  }
  const {units: solved, ...state} = meanFieldUnits(units, args.width);
  return {
    cellVariance: gather(solved.map((v) => v.cellVariance)),
    hiddenVariance: gather(solved.map((v) => v.hiddenVariance)),
    error: {
      cellVariance: gather(solved.map((v) => v.cellError)),
      hiddenVariance: gather(solved.map((v) => v.hiddenError)),
    },
    ...state,
  };
}

/** `solve` for each unit, called once for all units with equal settings. */
function solveOnce<T>(units: UnitSettings[], solve: (unit: UnitSettings) => T): T[] {
  const known = new Map<string, T>();
  return units.map((unit) => {
    const key = unitKey(unit);
    const value = known.get(key) ?? solve(unit);
    known.set(key, value);
    return value;
  });
}
