import {useKernels} from 'normprop-core';

/** Which build of the fused kernels runs here, and whether it can use threads. */
export function kernelWords(): string {
  const {build} = useKernels(true);
  if (build === 'reference') return 'off: this Node has no WebAssembly SIMD';
  return `${build} build; ${threadWords()}`;
}

function threadWords(): string {
  try {
    useKernels({threads: 2});
    return 'threads can be used (`useKernels({threads})`), one by default';
  } catch (error) {
    return `no threads: ${(error as Error).message}`;
  } finally {
    useKernels({threads: 1});
  }
}
