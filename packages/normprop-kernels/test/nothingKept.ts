import {kernelInfo} from '../src/index.js';

let usedBefore = 0;

/** Notes the memory in use, for `expectNothingKept`. */
export function rememberUse(): void {
  usedBefore = kernelInfo().usedBytes;
}

/**
 * Expects that no memory of the kernels is in use. Native code counts for the whole process, where reserves of another test
 * file may still wait for the garbage collector: there, that it is no more than it was.
 */
export function expectNothingKept(): void {
  const {build, usedBytes} = kernelInfo();
  if (build.startsWith('native')) expect(usedBytes).toBeLessThanOrEqual(usedBefore);
  else expect(usedBytes).toBe(0);
}
