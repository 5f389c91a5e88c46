import {engine, getBackend} from '@tensorflow/tfjs-core';
import {useKernels} from 'normprop-core';
import {startBackend} from '../backend/startBackend.js';
import {measureStep} from '../backend/measureStep.js';
import type {BackendName} from '../backend/backendName.js';
import {largestDifference} from './largestDifference.js';
import type {Difference} from './largestDifference.js';
import {smallProblem} from './smallProblem.js';

/** How far a backend may be from `cpu`: float32 with another order of summation, over seven time steps. */
export const tolerance = 1e-4;

/** What a backend was found to do. */
export interface BackendCheck {
  /** The largest difference from tfjs's ops on `cpu`, the fused kernels switched off and (where there are some) on. */
  difference: Difference;
  /** Of a training step of Norm Prop, in milliseconds. */
  stepMilliseconds: number;
  /** Whether arithmetic runs on a GPU; undefined where the backend does not say. */
  onGPU?: boolean;
}

/**
 * Compares a backend with tfjs's own ops on `cpu`: a product, and the gradients of a small LSTM.
 *
 * @param backend One that this program can start.
 */
export async function checkBackend(backend: BackendName): Promise<BackendCheck> {
  await startBackend('cpu');
  useKernels(false);
  const expected = await smallProblem();
  await startBackend(backend);
  if (getBackend() !== backend) throw new Error(`tfjs went on with '${getBackend()}'`);
  const withOps = largestDifference(expected, await smallProblem());
  useKernels(true);
  const withKernels = largestDifference(expected, await smallProblem());
  const {isUsingGpuDevice: onGPU} = engine().backend as {isUsingGpuDevice?: boolean};
  return {
    difference: withOps.amount >= withKernels.amount ? withOps : withKernels,
    stepMilliseconds: await measureStep(),
    ...(onGPU !== undefined && {onGPU}),
  };
}
