import {activate, activeInfo} from './activeKernels.js';

/** More workers than any batch of rows could feed. */
const MOST_THREADS = 64;

/** The implementations there are: fused multiply-add, plain SIMD, and plain TypeScript for engines without SIMD. */
export type KernelBuild = 'relaxed-simd' | 'simd' | 'reference';

/** Settings of `configureKernels`. */
export interface KernelSettings {
  /** Which implementation; `auto` (the default) takes the first of the list that the engine supports. */
  build?: KernelBuild | 'auto';
  /**
   * Threads that share large work, the caller's included; default 1. More than one needs worker_threads (Node) or a cross-origin isolated
   * page. The results are the same bits for any number. Not used by the `reference` build.
   */
  threads?: number;
}

/** What runs. */
export interface KernelInfo {
  build: KernelBuild;
  /** Threads that can take part now: workers come up some milliseconds after `configureKernels`. */
  threads: number;
  /** Bytes of kernel memory taken from the system; it never shrinks. */
  memoryBytes: number;
  /** Bytes of it in use. */
  usedBytes: number;
  /** The most bytes of it that were in use at a time since `configureKernels` last changed something. */
  peakBytes: number;
}

/**
 * Changes settings; those left out stay. Starts with fresh kernel memory; reserves made before stay good. Throws when the engine lacks
 * the asked build or threads. Returns what runs now.
 */
export function configureKernels({build, threads}: KernelSettings): KernelInfo {
  const known = ['auto', 'relaxed-simd', 'simd', 'reference'];
  if (build !== undefined && !known.includes(build))
    throw new Error(`build: expected one of ${known.join(', ')}, got '${String(build)}'`);
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1 && threads <= MOST_THREADS))
    throw new RangeError(
      `threads: expected a whole number from 1 to ${MOST_THREADS}, got ${String(threads)}`,
    );
  if (build !== undefined || threads !== undefined) activate({build, threads});
  return activeInfo();
}

/** What runs now. */
export function kernelInfo(): KernelInfo {
  return activeInfo();
}
