import {checkNames, type Names} from '../check/checkNames.js';
import {customGrad, tensor, tidy, unstack, zeros} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor1D, Tensor2D} from '@tensorflow/tfjs-core';
import {readNow} from '../tensors/readNow.js';
import {normPropVariances} from './normPropVariances.js';
import type {NormPropVariances} from './normPropVariances.js';
import {paperVarianceSlopes} from '../moments/paperVarianceSlopes.js';
import type {UnitSlopes} from '../moments/paperVarianceSlopes.js';
import {unitKey, unitSettings} from '../moments/varianceArgs.js';
import type {UnitSettings, VarianceMethod} from '../moments/varianceArgs.js';

const differentiableVariancesNames: Names<DifferentiableVariancesArgs> = {
  gammaX: true,
  gammaH: true,
  gammaC: true,
  bias: true,
  inputVariance: true,
  varianceMethod: true,
};

/** Gains and biases of a Norm Prop LSTM as tensors. */
export interface DifferentiableVariancesArgs {
  /** [4H], gates i, f, c, o. */
  gammaX: Tensor1D;
  /** [4H]. */
  gammaH: Tensor1D;
  /** [H], or [1] for all units. */
  gammaC: Tensor1D;
  /** [4H], the forget bias in it; default zeros. */
  bias?: Tensor1D;
  /** Variance of each component of x; default 1. */
  inputVariance?: number;
  /** Only `paper` has a derivative; the default. */
  varianceMethod?: VarianceMethod;
}

/** Var[c] and Var[h] as tensors, [H] each. */
export interface VarianceTensors {
  cellVariance: Tensor1D;
  hiddenVariance: Tensor1D;
}

/**
 * Var[c] and Var[h] of `normPropVariances` as a function that tfjs can differentiate for gains and biases.
 *
 * Values and derivatives (`paperVarianceSlopes`) are computed in float64 and rounded once. The gains are read from the
 * device for it, as `normPropVariances` would need them; no second derivatives.
 *
 * @throws RangeError as `normPropVariances`, and for `meanField`: its answer is sampled, and every unit's depends on all
 *   gains through the state that the units share, so a derivative would take many solutions for each unit; on `webgpu`, as
 *   `readNow`
 *
 * Source: eq. 8 and 14; the paper names constants that follow the gains as future work.
 *
 * @example
 * const slope = tf.grad((gammaC) => tf.sum(differentiableVariances({gammaX, gammaH, gammaC}).hiddenVariance));
 */
export function differentiableVariances(args: DifferentiableVariancesArgs): VarianceTensors {
  checkNames('differentiableVariances', args, differentiableVariancesNames);
  const {gammaX, gammaH, gammaC, bias, inputVariance, varianceMethod = 'paper'} = args;
  if (varianceMethod !== 'paper') {
    throw new RangeError(
      `varianceMethod: expected 'paper', the one with a derivative, got '${String(varianceMethod)}' (the mean field is sampled, and each ` +
        "unit's constants depend on all gains, so its derivative would take many solutions for each unit)",
    );
  }
  const units = gammaH.size / 4;
  const one = gammaC.size === 1 && units !== 1;
  return tidy(() => {
    const constants = customGrad((...inputs) => {
      const [x, h, c, b] = (inputs.slice(0, 4) as Tensor[]).map((input) =>
        readNow(input, 'differentiableVariances'),
      );
      const gains = {gammaX: x, gammaH: h, gammaC: one ? c[0] : c};
      const args = {...gains, bias: b, inputVariance, varianceMethod};
      const {cellVariance, hiddenVariance} = normPropVariances(args) as NormPropVariances<Float64Array>;
      return {
        value: tensor([...cellVariance, ...hiddenVariance], [2, units]),
        gradFunc: (dy: Tensor) => {
          const slopes = pulledBack(unitSettings(args).units, readNow(dy, 'differentiableVariances'));
          return [slopes.gammaX, slopes.gammaH, one ? [sum(slopes.gammaC)] : slopes.gammaC, slopes.bias].map(
            (values) => tensor(values),
          );
        },
      };
    })(gammaX, gammaH, gammaC, bias ?? zeros([4 * units])) as Tensor2D;
    const [cellVariance, hiddenVariance] = unstack(constants) as Tensor1D[];
    return {cellVariance, hiddenVariance};
  });
}

/** Gradients of the arguments from those of Var[c] and Var[h], dy [2,H]. */
function pulledBack(units: UnitSettings[], dy: ArrayLike<number>) {
  const H = units.length;
  const zero = (size: number): number[] => new Array<number>(size).fill(0);
  const result = {gammaX: zero(4 * H), gammaH: zero(4 * H), gammaC: zero(H), bias: zero(4 * H)};
  const known = new Map<string, {cell: UnitSlopes; hidden: UnitSlopes}>();
  units.forEach((unit, k) => {
    const key = unitKey(unit);
    const {cell, hidden} = known.get(key) ?? paperVarianceSlopes(unit);
    known.set(key, {cell, hidden});
    const pull = (forCell: number, forHidden: number): number => dy[k] * forCell + dy[H + k] * forHidden;
    result.gammaC[k] = pull(cell.gammaC, hidden.gammaC);
    for (const name of ['gammaX', 'gammaH', 'bias'] as const) {
      for (let gate = 0; gate < 4; gate++) {
        result[name][gate * H + k] = pull(cell[name][gate], hidden[name][gate]);
      }
    }
  });
  return result;
}

function sum(values: number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
