import {sharedBinary} from './sharedBinary.js';
import {PLAIN_SIMD_BASE64, RELAXED_SIMD_BASE64} from '../generated/kernelBinaries.js';

/** The two builds of the kernels. */
export type SimdBuild = 'relaxed-simd' | 'simd';

interface NodeProcess {
  versions?: {node?: string};
  getBuiltinModule?(name: 'node:v8'): {setFlagsFromString(flag: string): void};
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/**
 * Node 20 has relaxed SIMD behind a flag that can be set at run time, before the first such module is compiled. Later versions have it on,
 * and would print an error about the flag.
 */
function unlockRelaxedSimd(): void {
  const node = (globalThis as {process?: NodeProcess}).process;
  if (node?.versions?.node?.startsWith('20.') && node.getBuiltinModule !== undefined)
    node.getBuiltinModule('node:v8').setFlagsFromString('--experimental-wasm-relaxed-simd');
}

const compiled = new Map<string, WebAssembly.Module | undefined>();

/**
 * Compiles a build of the kernels, synchronously (Node, workers, Firefox, Safari and, for modules under 8 MB, Chrome's main thread since
 * version 115). With `shared` its memory is one that
 * workers share. Compiled once. Returns undefined when the engine does not support the build.
 */
export function loadModule(build: SimdBuild, shared = false): WebAssembly.Module | undefined {
  const key = `${build}, ${shared}`;
  if (!compiled.has(key)) compiled.set(key, compile(build, shared));
  return compiled.get(key);
}

function compile(build: SimdBuild, shared: boolean): WebAssembly.Module | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  const unshared = decode(build === 'simd' ? PLAIN_SIMD_BASE64 : RELAXED_SIMD_BASE64);
  const bytes = shared ? sharedBinary(unshared) : unshared;
  if (!WebAssembly.validate(bytes)) {
    if (build === 'simd') return undefined;
    unlockRelaxedSimd();
    if (!WebAssembly.validate(bytes)) return undefined;
  }
  try {
    return new WebAssembly.Module(bytes);
  } catch (error) {
    if (error instanceof RangeError) return undefined; // an engine that refuses synchronous compilation on its main thread
    throw error;
  }
}
