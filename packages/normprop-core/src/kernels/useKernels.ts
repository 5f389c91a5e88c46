import {configureKernels, kernelInfo} from 'normprop-kernels';
import type {KernelInfo, KernelSettings} from 'normprop-kernels';
import {forgetPacked} from './packedOnce.js';
import {runFused} from './runFused.js';

/**
 * Chooses whether `lstmSequence` and `lstmStep` run as fused kernels, which is the default, or as tfjs ops with the same
 * backward pass, for comparison. The kernels are WebAssembly on the backends `cpu` and `wasm`, and for small steps on the
 * processor build of `tensorflow`, where the engine has SIMD; shaders on `webgpu` and, for the models without normalisation in
 * the loop (`lstm`, `weightNorm`, `normProp`), on `webgl`, as far as the device takes their sizes. The rest runs as tfjs ops.
 *
 * A call that already ran forward runs backward the way it began.
 *
 * The weights of the last calls of at most four steps, up to four sets, stay packed in the kernels' memory for the next
 * such call; every call of this function gives them back.
 *
 * @param choice True or false, or true with settings for WebAssembly: `threads` (default 1), `build` (default the fastest that runs).
 * @returns Which build of WebAssembly runs, with how many threads, and its memory in bytes.
 * @throws If the engine lacks what is asked for.
 *
 * @example
 * useKernels({threads: 2});
 */
export function useKernels(choice: boolean | KernelSettings): KernelInfo {
  forgetPacked();
  const info = typeof choice === 'boolean' ? kernelInfo() : configureKernels(choice);
  runFused(choice !== false);
  return info;
}
