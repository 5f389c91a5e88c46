import {fill, mul, ones, rsqrt, tidy} from '@tensorflow/tfjs-core';
import type {Tensor1D} from '@tensorflow/tfjs-core';
import type {LSTMModelOptions, LSTMWeights} from './lstmTypes.js';
import type {Normalizer} from '../recurrence/sequenceImplementation.js';
import {checkNames, type Names} from '../check/checkNames.js';
import {modelOptionNames, weightNames} from './optionNames.js';
import {checkWeights} from './checkWeights.js';
import {normalizeColumns} from './normalizeColumns.js';

/**
 * Weights in the form that the recurrence uses: columns normalised, the constants of Norm Prop turned into two scales.
 * Made by `prepareWeights`, once per batch, for any number of `lstmStep` or `lstmSequence` calls.
 */
export interface PreparedWeights extends LSTMWeights {
  readonly normalizer: Normalizer;
  /** s_c = γc / √Var[c], [H]. */
  readonly cellScale?: Tensor1D;
  /** s_h = 1 / √Var[h], [H]. */
  readonly hiddenScale?: Tensor1D;
  /** Var[c] of Norm Prop, for the penalty of the cell. */
  readonly cellVariance?: number | Tensor1D;
  readonly epsilon: number;
  readonly perGate: boolean;
}

/**
 * Turns the weights of one of the five models into those of the one recurrence.
 *
 * | model | kernel, recurrentKernel | inside the loop | cellScale | hiddenScale |
 * |---|---|---|---|---|
 * | `lstm` | as given | nothing | 1 | 1 |
 * | `weightNorm` | γ ⊙ W/‖W‖ | nothing | 1 | 1 |
 * | `normProp` | γ ⊙ W/‖W‖ | nothing | γc/√Var[c] | 1/√Var[h] |
 * | `layerNorm`, `batchNorm` | as given | the normalisation | γc | 1 |
 *
 * Differentiable: gradients reach `kernel`, the gains and, where they are tensors, the variances.
 *
 * @throws If a weight of the model is missing, one that it does not have is given, or a shape does not fit.
 *
 * Source: Laurent, Ballas & Vincent, eq. 5, 15-17: "the rescaling of the matrices can be done before the recurrence".
 */
export function prepareWeights(weights: LSTMWeights, options: LSTMModelOptions = {}): PreparedWeights {
  checkNames('prepareWeights', options, modelOptionNames);
  checkWeights(weights, options);
  return sequenceWeights(weights, options, false);
}

/** Prepared weights whose columns the recurrence may still have to bring to their norms. */
export interface SequenceWeights extends PreparedWeights {
  /** The norms [4H] that the columns of `kernel` are to have; absent when they have them. */
  readonly columnGainX?: Tensor1D;
  /** The same for `recurrentKernel`. */
  readonly columnGainH?: Tensor1D;
}

/** `prepareWeights` of checked weights, but with `columnsLater` the columns keep their norms and come with those that they are to have. */
export function sequenceWeights(
  weights: LSTMWeights,
  options: LSTMModelOptions,
  columnsLater: boolean,
): SequenceWeights {
  const {model = 'lstm', epsilon = 1e-5, perGate = false} = options;
  const units = weights.recurrentKernel.shape[0];
  const {kernel, recurrentKernel, bias, gammaX, gammaH, gammaC} = weights;
  const fixed = {bias, epsilon, perGate};

  if (model === 'lstm') return {...fixed, normalizer: 'none', kernel, recurrentKernel};
  if (model === 'layerNorm' || model === 'batchNorm') {
    const normalizer = model === 'layerNorm' ? 'layer' : 'batch';
    return {...weights, ...fixed, gammaC: asUnits(gammaC!, units), normalizer};
  }
  const columns = columnsLater
    ? {kernel, recurrentKernel, columnGainX: gammaX, columnGainH: gammaH}
    : {
        kernel: normalizeColumns(kernel, gammaX),
        recurrentKernel: normalizeColumns(recurrentKernel, gammaH),
      };
  if (model === 'weightNorm') return {...fixed, normalizer: 'none', ...columns};
  return tidy(() => ({
    ...fixed,
    normalizer: 'none' as const,
    ...columns,
    cellVariance: options.cellVariance,
    cellScale: mul(gammaC!, inverseRoot(options.cellVariance!, units)) as Tensor1D,
    hiddenScale: inverseRoot(options.hiddenVariance!, units),
  }));
}

/** What prepared weights have, by name; the compiler holds the list complete. */
export const preparedNames: Names<PreparedWeights> = {
  ...weightNames,
  normalizer: true,
  cellScale: true,
  hiddenScale: true,
  cellVariance: true,
  epsilon: true,
  perGate: true,
};

/** Whether these weights have been through `prepareWeights`. */
export function isPrepared(weights: LSTMWeights | PreparedWeights): weights is PreparedWeights {
  return 'normalizer' in weights;
}

function inverseRoot(variance: number | Tensor1D, units: number): Tensor1D {
  return typeof variance === 'number'
    ? fill([units], 1 / Math.sqrt(variance))
    : asUnits(rsqrt(variance), units);
}

function asUnits(perUnit: Tensor1D, units: number): Tensor1D {
  return perUnit.shape[0] === units ? perUnit : (mul(perUnit, ones([units])) as Tensor1D);
}
