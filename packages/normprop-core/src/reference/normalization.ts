import {div, expandDims, maximum, reshape, sum, unstack} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';
import type {SequenceInputs, SequenceSettings} from '../recurrence/sequenceImplementation.js';
import {joinGates, splitGates, standardize, standardizeBackward, standardizeBy} from './standardize.js';
import type {Moments, Standardized} from './standardize.js';

/** One of the three places where Layer and Batch Norm standardise: x·kernel, h·recurrentKernel, c. */
export interface Site {
  forward(v: Tensor): Standardized;
  /** Gradient of `forward`, from its value and inverse deviation. */
  backward(dy: Tensor, value: Tensor, inverseDeviation: Tensor): Tensor;
}

/** The sites of a call: x for all steps at once ([T,B,4H]), h and c step by step ([B,4H], [B,H]). */
export interface Sites {
  x: Site;
  h: Site[];
  c: Site[];
  /** Batch Norm on the batch's own statistics, which the caller then wants to see. */
  batchStatistics: boolean;
}

/** The standardisations of a model, or undefined for those without any. */
export function normalizationSites(inputs: SequenceInputs, settings: SequenceSettings): Sites | undefined {
  const [timeSteps] = inputs.x.shape;
  const units = inputs.recurrentKernel.shape[0];
  const {normalizer, epsilon} = settings;
  if (normalizer === 'none') return undefined;
  const x = inputSite(inputs, settings);

  if (normalizer === 'layer') {
    const h = gatesSite(1, units, settings);
    const c = site({axis: 1, weight: 1 / units, epsilon});
    return {x, h: repeat(h, timeSteps), c: repeat(c, timeSteps), batchStatistics: false};
  }

  if (inputs.meanX !== undefined) {
    const {meanH, varianceH, meanC, varianceC} = inputs;
    const rows = (mean: Tensor, variance: Tensor) => {
      const variances = unstack(expandDims(variance, 1));
      return unstack(expandDims(mean, 1)).map((m, t) => fixedSite(m, variances[t], epsilon)); // [1,n] each
    };
    return {x, h: rows(meanH!, varianceH!), c: rows(meanC!, varianceC!), batchStatistics: false};
  }

  const weights = rowWeights(inputs, settings); // 1/B or [T,B,1]
  const each = (): Site[] =>
    typeof weights === 'number'
      ? repeat(site({axis: 0, weight: weights, epsilon}), timeSteps)
      : unstack(weights).map((weight) => site({axis: 0, weight, epsilon}));
  return {x, h: each(), c: each(), batchStatistics: true};
}

/** The standardisation of x·kernel [T,B,4H] in models that have one, for all steps at once. */
export function inputSite(inputs: SequenceInputs, settings: SequenceSettings): Site {
  const {normalizer, epsilon} = settings;
  if (normalizer === 'layer') return gatesSite(2, inputs.recurrentKernel.shape[0], settings);
  const {meanX, varianceX} = inputs;
  return meanX === undefined
    ? site({axis: 1, weight: rowWeights(inputs, settings), epsilon})
    : fixedSite(expandDims(meanX, 1), expandDims(varianceX!, 1), epsilon);
}

/** Layer Norm over the four gates on `axis`, together or each by itself. */
function gatesSite(axis: number, units: number, {perGate, epsilon}: SequenceSettings): Site {
  return perGate
    ? perGateSite({axis: axis + 1, weight: 1 / units, epsilon})
    : site({axis, weight: 0.25 / units, epsilon});
}

/** Weight of each row in the batch's moments: 1/B, or 1/(valid rows of the step) and 0 for masked rows. */
export function rowWeights(
  {x, mask}: SequenceInputs,
  {batchStatisticsOver}: SequenceSettings,
): number | Tensor {
  const [timeSteps, batch] = x.shape;
  if (mask === undefined || batchStatisticsOver === 'allRows') return 1 / batch;
  return reshape(div(mask, maximum(sum(mask, 1, true), 1)), [timeSteps, batch, 1]);
}

function site(moments: Moments): Site {
  return {
    forward: (v) => standardize(v, moments),
    backward: (dy, value, inverse) => standardizeBackward(dy, value, inverse, moments),
  };
}

function perGateSite(moments: Moments): Site {
  return {
    forward: (v) => {
      const result = standardize(splitGates(v), moments);
      return {...result, value: joinGates(result.value)};
    },
    backward: (dy, value, inverse) =>
      joinGates(standardizeBackward(splitGates(dy), splitGates(value), inverse, moments)),
  };
}

function fixedSite(mean: Tensor, variance: Tensor, epsilon: number): Site {
  return {
    forward: (v) => standardizeBy(v, mean, variance, epsilon),
    backward: (dy, value, inverse) => standardizeBackward(dy, value, inverse),
  };
}

function repeat(value: Site, times: number): Site[] {
  return new Array<Site>(times).fill(value);
}
