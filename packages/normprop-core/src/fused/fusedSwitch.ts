import {engine} from '@tensorflow/tfjs-core';
import {kernelInfo} from 'normprop-kernels';
import {isInMemory} from '../tensors/isInMemory.js';

let on = true;

/** Has our ops run as fused kernels where the engine can, or (off) as tfjs ops everywhere. Compiles nothing yet. */
export function switchFused(wanted: boolean): void {
  on = wanted;
}

/** Whether fused kernels are wanted at all. */
export const fusedIsOn = (): boolean => on;

/** Whether they are wanted, and this engine has a faster build than the reference. */
export const canFuse = (): boolean => on && kernelInfo().build !== 'reference';

/**
 * Whether our ops run as fused kernels on the current backend's own arrays now: on `cpu` and `wasm`, unless `useKernels(false)` or an engine
 * without SIMD prevents it.
 */
export const runsFused = (): boolean => isInMemory(engine().backendName) && canFuse();
