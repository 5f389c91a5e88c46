import {configureKernels, kernelInfo, startedKernels} from 'normprop-kernels';
import type {KernelInfo, KernelSettings} from 'normprop-kernels';
import {forgetPrepared} from '../sequence/preparedCalls.js';
import {forgetPacked} from '../fused/packedOnce.js';
import {switchFused} from '../fused/fusedSwitch.js';

/** Before anything was compiled. */
const NONE: KernelInfo = {build: 'reference', threads: 1, memoryBytes: 0, usedBytes: 0, peakBytes: 0};

/**
 * Chooses whether `lstmSequence` and `lstmStep` run as fused kernels, which is the default, or as tfjs ops with the same
 * backward pass, for comparison. The kernels are WebAssembly on the backends `cpu` and `wasm`, and for small steps on the
 * processor build of `tensorflow`, where the engine has SIMD; shaders on `webgpu` and, for the models without normalisation in
 * the loop (`lstm`, `weightNorm`, `normProp`), on `webgl`, as far as the device takes their sizes. The rest runs as tfjs ops.
 *
 * A call that already ran forward runs backward the way it began.
 *
 * Calls of at most four steps, 64 rows in all, without masks and without a gradient stay prepared in the kernels' memory, the last
 * eight of them, and the weights of other calls of at most four steps, up to four sets: the next call with the same weights then costs
 * little more than its arithmetic. Every call of this function gives that memory back.
 *
 * @param choice True or false, or true with settings for WebAssembly: `threads` (default `'auto'`), `build` (default the fastest that runs).
 *   Where they come to what runs already, nothing is started again. False compiles nothing, so that it works where WebAssembly
 *   may not be compiled.
 * @returns Which build of WebAssembly runs (`reference`: none), with how many threads, and its memory in bytes.
 * @throws If the engine lacks what is asked for.
 *
 * @example
 * useKernels({threads: 2});
 */
export function useKernels(choice: boolean | KernelSettings): KernelInfo {
  forgetPrepared();
  forgetPacked();
  const info =
    choice === false ? (startedKernels() ?? NONE) : choice === true ? kernelInfo() : configureKernels(choice);
  switchFused(choice !== false);
  return info;
}
