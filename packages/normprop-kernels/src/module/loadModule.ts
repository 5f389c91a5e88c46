import {PLAIN_SIMD, RELAXED_SIMD_DIFFERENCES} from '../generated/kernelBinaries.js';
import {bytesOf} from './bytesOf.js';
import {compileBinary} from './compileBinary.js';
import {sharedBinary} from './sharedBinary.js';

/** The two builds of the kernels. */
export type SimdBuild = 'relaxed-simd' | 'simd';

const compiled = new Map<string, WebAssembly.Module | undefined>();

/**
 * Compiles a build of the kernels, synchronously (see `compileBinary`). With `shared` its memory is one that
 * workers share. Compiled once. Returns undefined when the engine does not support the build.
 */
export function loadModule(build: SimdBuild, shared = false): WebAssembly.Module | undefined {
  const key = `${build}, ${shared}`;
  if (!compiled.has(key)) compiled.set(key, compile(build, shared));
  return compiled.get(key);
}

function compile(build: SimdBuild, shared: boolean): WebAssembly.Module | undefined {
  const differences = build === 'simd' ? undefined : RELAXED_SIMD_DIFFERENCES;
  const read = (): Uint8Array<ArrayBuffer> => bytesOf(PLAIN_SIMD, differences);
  return compileBinary(shared ? () => sharedBinary(read()) : read, build);
}
