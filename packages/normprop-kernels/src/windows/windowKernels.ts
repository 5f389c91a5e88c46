import {WINDOWS_PLAIN_SIMD, WINDOWS_RELAXED_SIMD_DIFFERENCES} from '../generated/windowBinaries.js';
import {bytesOf} from '../module/bytesOf.js';
import {compileBinary} from '../module/compileBinary.js';
import {referenceWindows} from './referenceWindows.js';
import {simdWindows} from './simdWindows.js';
import type {WindowKernels} from './windowTypes.js';

let kernels: WindowKernels | undefined;

/**
 * The attention windows, on a small WebAssembly module of their own that is compiled at the first call; in plain TypeScript where an engine
 * has no SIMD.
 */
export function windowKernels(): WindowKernels {
  return (kernels ??= compiled() ?? referenceWindows);
}

function compiled(): WindowKernels | undefined {
  const module =
    compileBinary(() => bytesOf(WINDOWS_PLAIN_SIMD, WINDOWS_RELAXED_SIMD_DIFFERENCES), 'relaxed-simd') ??
    compileBinary(() => bytesOf(WINDOWS_PLAIN_SIMD), 'simd');
  return module && simdWindows(module);
}
