import {
  add,
  concat,
  div,
  moments,
  mul,
  rsqrt,
  scalar,
  sigmoid,
  slice,
  split,
  sqrt,
  sub,
  tanh,
  zeros,
} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor2D} from '@tensorflow/tfjs-core';
import type {layers, LayerVariable, RNN} from '@tensorflow/tfjs-layers';
import {normalizeColumns} from 'normprop-core';
import type {BatchStatistics} from 'normprop-core';
import {NormalizedLSTM} from '../layers/NormalizedLSTM.js';

/** One step of a normalisation, `t` counted in the order of computation. */
type Normalize = (values: Tensor, t: number) => Tensor;

/** What an LSTM layer computes at inference, ready to be stepped through; its tensors belong to the caller's tidy. */
export interface Equations {
  /** As the recurrence uses them: columns normalised where the model does so. */
  kernel: Tensor2D;
  recurrentKernel: Tensor2D;
  /** Bias and shifts [4H]. */
  bias: Tensor;
  normalizeX: Normalize;
  normalizeH: Normalize;
  normalizeC: Normalize;
  hiddenScale: Tensor;
  gate: (values: Tensor) => Tensor;
  activation: (values: Tensor) => Tensor;
  zoneoutCell: number;
  zoneoutHidden: number;
  goBackwards: boolean;
  startState: (batch: number) => [hidden: Tensor2D, cell: Tensor2D];
}

/**
 * The equations of one of our layers or of a `tf.layers.lstm`.
 *
 * @throws For any other layer, and for one that is not built.
 */
export function equationsOf(layer: layers.Layer): Equations {
  const className = layer.getClassName();
  const ours = layer instanceof NormalizedLSTM;
  if (!ours && className !== 'LSTM') {
    throw new Error(`layer: expected a layer of normprop-layers or a tf.layers.lstm, got ${className}`);
  }
  if (!(layer as unknown as RNN).cell.built) {
    throw new Error('layer: expected a built layer; apply it or call build() first');
  }
  return ours ? ourEquations(layer as NormalizedLSTM) : stockEquations(layer as unknown as RNN);
}

const unchanged: Normalize = (values) => values;

function stockEquations(layer: RNN): Equations {
  const cell = layer.cell as unknown as {
    units: number;
    bias: LayerVariable | null;
    activation: {apply(x: Tensor): Tensor};
    recurrentActivation: {apply(x: Tensor): Tensor};
  } & Record<'kernel' | 'recurrentKernel', LayerVariable>;
  return {
    kernel: cell.kernel.read() as Tensor2D,
    recurrentKernel: cell.recurrentKernel.read() as Tensor2D,
    bias: cell.bias?.read() ?? scalar(0),
    normalizeX: unchanged,
    normalizeH: unchanged,
    normalizeC: unchanged,
    hiddenScale: scalar(1),
    gate: (values) => cell.recurrentActivation.apply(values),
    activation: (values) => cell.activation.apply(values),
    zoneoutCell: 0,
    zoneoutHidden: 0,
    goBackwards: layer.goBackwards,
    startState: (batch) => [zeros([batch, cell.units]), zeros([batch, cell.units])],
  };
}

function ourEquations(layer: NormalizedLSTM): Equations {
  const {cell} = layer;
  const weights = cell.coreWeights();
  const {gammaX, gammaH, gammaC = scalar(1), betaX, betaH, betaC = scalar(0)} = weights;
  const {cellVariance, hiddenVariance, epsilon = 0, perGate = false} = cell.modelOptions();
  const byColumn = cell.model === 'weightNorm' || cell.model === 'normProp';
  const equations: Equations = {
    kernel: byColumn ? normalizeColumns(weights.kernel, gammaX) : weights.kernel,
    recurrentKernel: byColumn ? normalizeColumns(weights.recurrentKernel, gammaH) : weights.recurrentKernel,
    bias: [weights.bias, betaX, betaH].reduce<Tensor>((sum, b) => (b ? add(sum, b) : sum), scalar(0)),
    normalizeX: unchanged,
    normalizeH: unchanged,
    normalizeC: unchanged,
    hiddenScale: scalar(1),
    gate: sigmoid,
    activation: tanh,
    zoneoutCell: cell.zoneoutCell,
    zoneoutHidden: cell.zoneoutHidden,
    goBackwards: layer.goBackwards,
    startState: (batch) => layer.startState(batch),
  };
  if (cell.model === 'normProp') {
    const scale = mul(gammaC, rsqrt(cellVariance!));
    return {...equations, normalizeC: (c) => mul(c, scale), hiddenScale: rsqrt(hiddenVariance!)};
  }
  if (cell.model === 'layerNorm') {
    const each = layerNorm(epsilon);
    const gates: Normalize = perGate
      ? (values, t) =>
          concat(
            split(values, 4, 1).map((gate) => each(gate, t)),
            1,
          )
      : each;
    return {
      ...equations,
      normalizeX: (values, t) => mul(gates(values, t), gammaX!),
      normalizeH: (values, t) => mul(gates(values, t), gammaH!),
      normalizeC: (c, t) => add(mul(each(c, t), gammaC), betaC),
    };
  }
  if (cell.model === 'batchNorm') {
    const {meanX, varianceX, meanH, varianceH, meanC, varianceC} = cell.populationStatistics(
      false,
    ) as BatchStatistics;
    const x = fixedNorm(meanX, varianceX, epsilon);
    const h = fixedNorm(meanH, varianceH, epsilon);
    const c = fixedNorm(meanC, varianceC, epsilon);
    return {
      ...equations,
      normalizeX: (values, t) => mul(x(values, t), gammaX!),
      normalizeH: (values, t) => mul(h(values, t), gammaH!),
      normalizeC: (values, t) => add(mul(c(values, t), gammaC), betaC),
    };
  }
  return equations;
}

/** Over the features of each example. */
function layerNorm(epsilon: number): Normalize {
  return (values) => {
    const {mean, variance} = moments(values, 1, true);
    return div(sub(values, mean), sqrt(add(variance, epsilon)));
  };
}

/** By the row of the step, or the last one. */
function fixedNorm(means: Tensor2D, variances: Tensor2D, epsilon: number): Normalize {
  const row = (table: Tensor2D, t: number) => slice(table, [Math.min(t, table.shape[0] - 1), 0], [1, -1]);
  return (values, t) => div(sub(values, row(means, t)), sqrt(add(row(variances, t), epsilon)));
}
