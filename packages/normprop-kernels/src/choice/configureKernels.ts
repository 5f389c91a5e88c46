import {expectNames, type Names} from '../border/expect.js';
import {activate, activeInfo, startedInfo} from './activeKernels.js';
import {KERNEL_BUILDS} from './kernelSettings.js';
import type {KernelInfo, KernelSettings} from './kernelSettings.js';

/** More workers than any batch of rows could feed. */
const MOST_THREADS = 64;

const settingNames: Names<KernelSettings> = {build: true, threads: true, native: true};

/**
 * Changes settings; those left out stay. What then runs starts with fresh kernel memory, and reserves made before stay good; where
 * nothing changes, nothing happens.
 *
 * @returns What runs now.
 * @throws When the engine lacks the asked build or threads, and for a setting that is not there.
 */
export function configureKernels(wanted: KernelSettings): KernelInfo {
  expectNames('configureKernels', wanted, settingNames);
  const {build, threads, native} = wanted;
  const known = ['auto', ...KERNEL_BUILDS];
  if (build !== undefined && !known.includes(build))
    throw new Error(`build: expected one of ${known.join(', ')}, got '${String(build)}'`);
  const isNumber = (n: number) => Number.isInteger(n) && n >= 1 && n <= MOST_THREADS;
  if (threads !== undefined && threads !== 'auto' && !isNumber(threads))
    throw new RangeError(
      `threads: expected 'auto' or a whole number from 1 to ${MOST_THREADS}, got ${String(threads)}`,
    );
  if (native !== undefined && typeof native !== 'boolean')
    throw new TypeError(`native: expected true or false, got ${String(native)}`);
  if (build !== undefined || threads !== undefined || native !== undefined)
    activate({build, threads, native});
  return activeInfo();
}

/** What runs now; chosen and compiled if nothing was yet. */
export function kernelInfo(): KernelInfo {
  return activeInfo();
}

/** What runs now, or undefined while nothing has run yet: unlike `kernelInfo` this compiles nothing. */
export function startedKernels(): KernelInfo | undefined {
  return startedInfo();
}
