import type {Kernels} from '../contract/kernels.js';
import type {FoundNative} from './findNative.js';

// Stands in a page for findNative.ts, nativeKernels.ts, nativeOptimizer.ts and NativeSteps.ts: the field `browser` of package.json says so to bundlers.

/** Says that there is no native code here. */
export const findNative = (): FoundNative => ({why: 'native kernels are for Node'});

/** Is never called, since nothing is found. */
export function nativeKernels(): Kernels {
  throw new Error('native kernels are for Node');
}

/** Is never made, since nothing is found. */
export class NativeSteps {
  constructor() {
    throw new Error('native kernels are for Node');
  }
}

// With empty bodies, which a bundler takes out together with their calls.

/** There is nothing to say. */
export function setRunningNative(): void {}

/** There is no native code. */
export function nativeAdamStep(): undefined {}

/** There is no native code. */
export function nativeColumnNorms(): undefined {}

/** There is no native code. */
export function nativeScaleColumns(): undefined {}
