import {dispose} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor3D} from '@tensorflow/tfjs-core';
import type {layers} from '@tensorflow/tfjs-layers';
import {checkPositiveInteger} from '../options/checkNumbers.js';
import {checkOptions} from '../options/checkOptions.js';
import {Saturation} from './Saturation.js';
import type {SaturationShares} from './Saturation.js';
import {StepMoments} from './StepMoments.js';
import type {StepStatistics} from './StepMoments.js';
import {traceSequence} from './traceSequence.js';
import type {Trace} from './traceSequence.js';

/** Options of `traceStatistics`. */
export interface TraceArgs {
  /** Lags of the autocorrelation in steps; default 1, 2, 4, 8. */
  lags?: readonly number[];
  /** Distance from a bound (0 and 1, for the candidate −1 and 1) below which a gate is saturated; default 0.1. */
  saturation?: number;
  /** Told after each batch how many of how many are done. */
  onProgress?: (done: number, batches: number) => void;
}

/** A gate's statistics. */
export type GateStatistics = StepStatistics & {saturation: SaturationShares};

/** What `traceStatistics` measures, at each time step in the order of computation. */
export interface TraceStatistics {
  inputGate: GateStatistics;
  forgetGate: GateStatistics;
  /** g. */
  candidate: GateStatistics;
  outputGate: GateStatistics;
  cell: StepStatistics;
  hidden: StepStatistics;
}

const gateNames = ['inputGate', 'forgetGate', 'candidate', 'outputGate'] as const;
const stateNames = ['cell', 'hidden'] as const;

/**
 * Statistics of gates, c and h inside a recurrent layer at each time step, over all sequences and units.
 *
 * The layer runs as at inference, outside the fast kernels, from its first state (zeros, or the learned one). A step that only some batches reach is measured on those.
 *
 * @param layer One of this package, or a `tf.layers.lstm`; built.
 * @param batches Inputs of the layer, [B,T,D] each. For a layer inside a model, the outputs of the one before.
 * @returns for each quantity its mean, variance, excess kurtosis and autocorrelation, and the saturated shares of the gates
 * @throws For another layer, one that is not built, no batches, an input that does not fit, lags that are no positive
 *   integers, or an option that does not exist.
 *
 * @example
 * const {hidden} = await traceStatistics(layer, x);
 * hidden.variance[T - 1]; // near 1 for Norm Prop
 */
export async function traceStatistics(
  layer: layers.Layer,
  batches: Tensor | readonly Tensor[],
  args: TraceArgs = {},
): Promise<TraceStatistics> {
  checkOptions('traceStatistics', args, ['lags', 'saturation', 'onProgress']);
  const {lags = [1, 2, 4, 8], saturation = 0.1, onProgress} = args;
  lags.forEach((lag) => checkPositiveInteger('lags', lag));
  if (!(saturation > 0 && saturation < 0.5)) {
    throw new Error(`saturation: expected a number in (0,0.5), got ${saturation}`);
  }
  const all = Array.isArray(batches) ? (batches as Tensor[]) : [batches as Tensor];
  if (all.length === 0) throw new Error('batches: expected at least one, got none');
  const moments = Object.fromEntries(
    [...gateNames, ...stateNames].map((name) => [name, new StepMoments(lags)]),
  ) as Record<keyof Trace, StepMoments>;
  const saturations = gateNames.map(
    (name) => new Saturation(name === 'candidate' ? [-1, 1] : [0, 1], saturation),
  );
  for (const [index, x] of all.entries()) {
    const trace = traceSequence(layer, x) as unknown as Record<keyof Trace, Tensor3D>;
    for (const [name, tensor] of Object.entries(trace) as Array<[keyof Trace, Tensor3D]>) {
      const values = await tensor.data();
      moments[name].add(values, tensor.shape[0]);
      const gate = (gateNames as readonly string[]).indexOf(name);
      if (gate >= 0) saturations[gate].add(values, tensor.shape[0]);
    }
    dispose(trace);
    onProgress?.(index + 1, all.length);
  }
  return Object.fromEntries([
    ...gateNames.map((name, k) => [
      name,
      {...moments[name].statistics(), saturation: saturations[k].shares()},
    ]),
    ...stateNames.map((name) => [name, moments[name].statistics()]),
  ]) as unknown as TraceStatistics;
}
