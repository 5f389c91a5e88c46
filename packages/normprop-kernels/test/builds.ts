import {KERNEL_BUILDS} from '../src/choice/kernelSettings.js';
import {findNative} from '../src/native/findNative.js';
import type {KernelBuild} from '../src/index.js';

/**
 * The builds under test: in the leg `native` those of normprop-native that this processor runs, otherwise the two of WebAssembly. The
 * reference is what they are compared with.
 */
export const builds: KernelBuild[] =
  process.env.TFJS_BACKEND === 'native' ? nativeBuilds() : ['simd', 'relaxed-simd'];

function nativeBuilds(): KernelBuild[] {
  const found = findNative();
  if ('why' in found) throw new Error(`the leg native: ${found.why}`);
  return KERNEL_BUILDS.filter((build) => found.addon.builds.includes(build));
}
