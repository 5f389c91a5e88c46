/** The native ones are those of the package normprop-native, in Node where it is installed. */
export type NativeBuild = 'native-avx512' | 'native-avx2' | 'native-neon';

/**
 * The implementations there are, from the fastest to the one that runs everywhere: native code, WebAssembly with fused multiply-add and with
 * plain SIMD, and plain TypeScript for engines without SIMD.
 */
export type KernelBuild = NativeBuild | 'relaxed-simd' | 'simd' | 'reference';

/** All builds, from the fastest to the one that runs everywhere. */
export const KERNEL_BUILDS: readonly KernelBuild[] = [
  'native-avx512',
  'native-avx2',
  'native-neon',
  'relaxed-simd',
  'simd',
  'reference',
];

/** Settings of `configureKernels`. */
export interface KernelSettings {
  /** Which implementation; `auto` (the default) takes the first of the list that runs here. */
  build?: KernelBuild | 'auto';
  /** Whether `auto` may take the native builds; default true. The environment variable NORMPROP_NATIVE=0 switches them off altogether. */
  native?: boolean;
  /**
   * Threads that share large work, the caller's included; default `auto`. More than one needs worker_threads (Node) or a cross-origin
   * isolated page. The results are the same bits for any number. Not used by the `reference` build.
   *
   * `auto` starts no thread for small work. For large work (30 million multiply-adds in a call, one to two milliseconds) it measures over the
   * first calls whether more threads are faster, takes them where they are, and looks again now and then. It takes at most 8, in
   * Node and in a worker of a cross-origin isolated page, and 1 elsewhere.
   */
  threads?: number | 'auto';
}

/** What runs. */
export interface KernelInfo {
  build: KernelBuild;
  /** Where no native build runs, why not: the package normprop-native is not installed, does not load, or is switched off. */
  withoutNative?: string;
  /** Threads that can take part now: workers come up some milliseconds after `configureKernels`, or, with `auto`, after the first large call. */
  threads: number;
  /** Bytes of kernel memory taken from the system; it never shrinks. */
  memoryBytes: number;
  /** Bytes of it in use. */
  usedBytes: number;
  /** The most bytes of it that were in use at a time since `configureKernels` last changed something. */
  peakBytes: number;
}
