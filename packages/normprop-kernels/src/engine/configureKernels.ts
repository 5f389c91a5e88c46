import {activate, activeInfo} from './activeKernels.js';

/** The implementations there are: fused multiply-add, plain SIMD, and plain TypeScript for engines without SIMD. */
export type KernelBuild = 'relaxed-simd' | 'simd' | 'reference';

/** Settings of `configureKernels`. */
export interface KernelSettings {
  /** Which implementation; `auto` (the default) takes the first of the list that the engine supports. */
  build?: KernelBuild | 'auto';
}

/** What runs. */
export interface KernelInfo {
  build: KernelBuild;
  /** Bytes of kernel memory taken from the system; it never shrinks. */
  memoryBytes: number;
  /** Bytes of it in use. */
  usedBytes: number;
}

/** Changes settings; those left out stay. Throws when the engine lacks the asked build. Returns what runs now. */
export function configureKernels({build}: KernelSettings): KernelInfo {
  const known = ['auto', 'relaxed-simd', 'simd', 'reference'];
  if (build !== undefined && !known.includes(build))
    throw new Error(`build: expected one of ${known.join(', ')}, got '${String(build)}'`);
  if (build !== undefined) activate(build);
  return activeInfo();
}

/** What runs now. */
export function kernelInfo(): KernelInfo {
  return activeInfo();
}
