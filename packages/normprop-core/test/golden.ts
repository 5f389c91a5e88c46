import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {tensor, tensor1d} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
import type {LSTMSequenceOptions, LSTMWeights, RecurrentModel} from '../src/index.js';

interface Values {
  shape: number[];
  data: number[];
}

/** How often the losses of golden files contain the penalty of the cell. */
export const penaltyInLoss = 1.5;

/** One file of golden values: a cell in float64 by an independent program (golden/makeGolden.py is one), with every gradient. */
export interface Golden {
  kind: 'baseline' | 'weightnorm' | 'normprop' | 'layernorm' | 'batchnorm';
  conventions: {bn_stats: string; ln: string};
  var_c: number | null;
  var_h: number | null;
  inputs: {[name: string]: Values};
  bn_stats?: {[name: string]: Values};
  cell?: 'standard' | 'preserving';
  cell_penalty?: {weight: number; target: number[]} | null;
  outputs: {hs: Values; hT: Values; cT: Values; penalty?: number; loss: number; loss2: number};
  grads: {[name: string]: Values};
  grads_loss2: {[name: string]: Values};
}

export const goldenNames = [
  'baseline',
  'baseline_mask_recdrop_zoneout',
  'weightnorm',
  'weightnorm_mask_recdrop_zoneout',
  'normprop',
  'normprop_mask_recdrop_zoneout',
  'layernorm',
  'layernorm_per_gate',
  'layernorm_mask_recdrop_zoneout',
  'batchnorm',
  'batchnorm_eval',
  'batchnorm_mask_recdrop_zoneout',
  'batchnorm_mask_valid_only',
  'baseline_penalty',
  'weightnorm_penalty_mask_recdrop_zoneout',
  'normprop_penalty',
  'normprop_penalty_mask_recdrop_zoneout',
  'baseline_preserving',
  'normprop_preserving_penalty_mask_recdrop_zoneout',
  'layernorm_preserving_mask_recdrop_zoneout',
  'batchnorm_preserving',
] as const;

const models: {[kind in Golden['kind']]: RecurrentModel} = {
  baseline: 'lstm',
  weightnorm: 'weightNorm',
  normprop: 'normProp',
  layernorm: 'layerNorm',
  batchnorm: 'batchNorm',
};

export function modelOf({kind}: Golden): RecurrentModel {
  return models[kind];
}

export function readGolden(name: string): Golden {
  return JSON.parse(readFileSync(join(__dirname, 'golden', `${name}.json`), 'utf8')) as Golden;
}

const weightNames = [
  'kernel',
  'recurrentKernel',
  'bias',
  'gammaX',
  'gammaH',
  'gammaC',
  'betaX',
  'betaH',
  'betaC',
] as const;

/** The arguments of `lstmSequence` for the tensors of a golden file, in the order of `inputs`. */
export function callArguments(
  golden: Golden,
  inputs: {[name: string]: Tensor},
): [Tensor3D, LSTMWeights, LSTMSequenceOptions] {
  const weights = Object.fromEntries(
    weightNames.filter((name) => name in inputs).map((name) => [name, inputs[name]]),
  ) as unknown as LSTMWeights;
  const options: LSTMSequenceOptions = {
    model: modelOf(golden),
    initialState: [inputs.h0 as Tensor2D, inputs.c0 as Tensor2D],
    mask: inputs.mask as Tensor2D,
    candidateDropoutMask: inputs.candidateMask as Tensor3D,
    zoneoutCell: inputs.zoneoutCell as Tensor3D,
    zoneoutHidden: inputs.zoneoutHidden as Tensor3D,
    cell: golden.cell,
    cellPenalty: golden.cell_penalty
      ? {weight: golden.cell_penalty.weight, target: tensor1d(golden.cell_penalty.target)}
      : undefined,
  };
  if (golden.kind === 'normprop')
    Object.assign(options, {cellVariance: golden.var_c, hiddenVariance: golden.var_h});
  if (golden.kind === 'layernorm') options.perGate = golden.conventions.ln !== 'joint over 4H';
  if (golden.kind === 'batchnorm' && !golden.bn_stats) {
    options.batchStatisticsOver = golden.conventions.bn_stats === 'valid rows only' ? 'validRows' : 'allRows';
  }
  if (golden.bn_stats) {
    const s = golden.bn_stats;
    const row = (name: string) => toTensor(s[name]) as Tensor2D;
    options.populationStatistics = {
      meanX: row('mean_x'),
      varianceX: row('var_x'),
      meanH: row('mean_h'),
      varianceH: row('var_h'),
      meanC: row('mean_c'),
      varianceC: row('var_c'),
    };
  }
  for (const key of Object.keys(options) as Array<keyof LSTMSequenceOptions>) {
    if (options[key] === undefined || options[key] === false) delete options[key];
  }
  return [inputs.x as Tensor3D, weights, options];
}

export function toTensor({shape, data}: Values): Tensor {
  return tensor(data, shape);
}

/** |actual − expected| <= absolute + relative · |expected| for every element. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  relative: number,
  absolute: number,
  what: string,
): void {
  if (actual.length !== expected.length)
    throw new Error(`${what}: ${actual.length} values, expected ${expected.length}`);
  let worst = 0;
  let at = -1;
  for (let i = 0; i < expected.length; i++) {
    if (actual[i] === expected[i]) continue;
    const error = Math.abs(actual[i] - expected[i]) / (absolute + relative * Math.abs(expected[i]));
    if (!(error <= worst)) [worst, at] = [error, i];
  }
  if (!(worst <= 1)) {
    throw new Error(
      `${what}[${at}]: got ${actual[at]}, expected ${expected[at]} (${worst.toFixed(2)} times the tolerance)`,
    );
  }
}
