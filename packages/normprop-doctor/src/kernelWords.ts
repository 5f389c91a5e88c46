import {useKernels} from 'normprop-core';

/** Which build of the fused kernels runs here, why it is not native code, and whether it can use threads. */
export function kernelWords(): string {
  const {build, withoutNative} = useKernels(true);
  if (build === 'reference') return 'off: this Node has no WebAssembly SIMD';
  const why = withoutNative === undefined ? '' : ` (no native code: ${withoutNative})`;
  return `${build} build${why}; ${threadWords()}`;
}

function threadWords(): string {
  try {
    useKernels({threads: 2});
    return 'threads share large work where that is measured to be faster';
  } catch (error) {
    return `no threads: ${(error as Error).message}`;
  } finally {
    useKernels({threads: 'auto'});
  }
}
