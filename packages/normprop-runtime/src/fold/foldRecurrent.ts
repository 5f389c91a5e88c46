import type {RecurrentDescription} from '../format/description.js';
import {columnFactors} from './columnFactors.js';

/**
 * A recurrent layer in the form in which it runs: one of the five models with all folded that does not change from step to step.
 *
 *     a = x·kernel + h·recurrent + bias                                        `none`
 *     a = gainX ⊙ N(x·kernel) + gainH ⊙ N(h·recurrent) + shift                 `layer`
 *     a = gainX_t ⊙ x·kernel + gainH_t ⊙ h·recurrent + shift_t                 `batch`
 *     h = hiddenScale ⊙ o ⊙ tanh(cellScale ⊙ c + cellShift)                    c normalised first with `layer`; rows t with `batch`
 */
export interface FoldedRecurrent {
  name: string;
  inputSize: number;
  units: number;
  normalizer: 'none' | 'layer' | 'batch';
  /** Rows of the time-dependent arrays; 1 but for `batch`. */
  rows: number;
  kernel: Float32Array;
  recurrent: Float32Array;
  /** `none` only, where there is one. */
  bias?: Float32Array;
  gainX?: Float32Array;
  gainH?: Float32Array;
  shift?: Float32Array;
  cellScale: Float32Array;
  cellShift: Float32Array;
  hiddenScale: Float32Array;
  initialHidden: Float32Array;
  initialCell: Float32Array;
  settings: Pick<
    RecurrentDescription,
    | 'returnSequences'
    | 'goBackwards'
    | 'recurrentActivation'
    | 'cell'
    | 'outputScale'
    | 'zoneoutCell'
    | 'zoneoutHidden'
    | 'epsilon'
    | 'perGate'
  >;
}

/**
 * Folds the norms of Weight Norm and Norm Prop and Norm Prop's constants, once, in float64; Batch Norm with statistics of one row too.
 *
 * Source: FORMAT.md, "Recurrent"; Laurent, Ballas & Vincent, eq. 15-17: "the rescaling of the matrices can be done before the recurrence".
 */
export function foldRecurrent(layer: RecurrentDescription): FoldedRecurrent {
  const {name, type, inputSize, units, tensors} = layer;
  const {kernel, recurrent_kernel: recurrent} = tensors;
  const gammaC = tensors.gamma_c && spread(tensors.gamma_c, units);
  const plain: FoldedRecurrent = {
    name,
    inputSize,
    units,
    normalizer: 'none',
    rows: 1,
    kernel,
    recurrent,
    ...(tensors.bias && {bias: tensors.bias}),
    cellScale: new Float32Array(units).fill(1),
    cellShift: new Float32Array(units),
    hiddenScale: new Float32Array(units).fill(1),
    initialHidden: tensors.initial_hidden ?? new Float32Array(units),
    initialCell: tensors.initial_cell ?? new Float32Array(units),
    settings: layer,
  };
  if (type === 'lstm') return plain;
  if (type === 'batchNorm') return foldBatchNorm(plain, layer, gammaC!);
  if (type === 'layerNorm') {
    const {bias, ...rest} = plain;
    return {
      ...rest,
      normalizer: 'layer',
      gainX: tensors.gamma_x!,
      gainH: tensors.gamma_h!,
      shift: sum(4 * units, bias, tensors.beta_x, tensors.beta_h),
      cellScale: gammaC!,
      cellShift: sum(units, tensors.beta_c),
    };
  }
  const normalised = {
    ...plain,
    kernel: scaleColumns(kernel, columnFactors(kernel, tensors.gamma_x!)),
    recurrent: scaleColumns(recurrent, columnFactors(recurrent, tensors.gamma_h!)),
  };
  if (type === 'weightNorm') return normalised;
  const cellVariance = spread(tensors.cell_variance!, units);
  const hiddenVariance = spread(tensors.hidden_variance!, units);
  return {
    ...normalised,
    cellScale: gammaC!.map((gamma, i) => gamma / Math.sqrt(cellVariance[i])),
    hiddenScale: hiddenVariance.map((variance) => 1 / Math.sqrt(variance)),
  };
}

/** γ(z−μ)/√(σ²+ε) + β as factor·z + shift, for each row of statistics. */
function foldBatchNorm(
  plain: FoldedRecurrent,
  layer: RecurrentDescription,
  gammaC: Float32Array,
): FoldedRecurrent {
  const {units, epsilon, tensors} = layer;
  const n = 4 * units;
  const rows = tensors.population_mean_c!.length / units;
  const factors = (variance: Float32Array, gamma: Float32Array): Float32Array =>
    variance.map((value, i) => gamma[i % gamma.length] / Math.sqrt(value + epsilon));
  const gainX = factors(tensors.population_variance_x!, tensors.gamma_x!);
  const gainH = factors(tensors.population_variance_h!, tensors.gamma_h!);
  const cellScale = factors(tensors.population_variance_c!, gammaC);
  const meanX = tensors.population_mean_x!;
  const meanH = tensors.population_mean_h!;
  const fixed = sum(n, plain.bias, tensors.beta_x, tensors.beta_h);
  const shift = gainX.map((gain, i) => fixed[i % n] - gain * meanX[i] - gainH[i] * meanH[i]);
  const betaC = sum(units, tensors.beta_c);
  const cellShift = cellScale.map((scale, i) => betaC[i % units] - scale * tensors.population_mean_c![i]);
  const cell = {cellScale, cellShift};
  // its bias is in the shift
  if (rows > 1) return {...plain, bias: undefined, normalizer: 'batch', rows, gainX, gainH, shift, ...cell};
  return {
    ...plain,
    kernel: scaleColumns(plain.kernel, gainX),
    recurrent: scaleColumns(plain.recurrent, gainH),
    bias: shift,
    ...cell,
  };
}

/** W [rows,columns] with column j times factors[j], a fresh array. */
function scaleColumns(w: Float32Array, factors: ArrayLike<number>): Float32Array {
  const columns = factors.length;
  return w.map((value, i) => value * factors[i % columns]);
}

/** One number for each unit. */
function spread(values: Float32Array, units: number): Float32Array {
  return values.length === units ? values : new Float32Array(units).fill(values[0]);
}

function sum(n: number, ...parts: Array<Float32Array | undefined>): Float32Array {
  const total = new Float64Array(n);
  for (const part of parts) part?.forEach((value, i) => (total[i] += value));
  return Float32Array.from(total);
}
