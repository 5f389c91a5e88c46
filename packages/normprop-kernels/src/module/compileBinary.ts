import {warnOnce} from './warnOnce.js';

interface NodeProcess {
  versions?: {node?: string};
  getBuiltinModule?(name: 'node:v8'): {setFlagsFromString(flag: string): void};
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

let refusal: string | undefined;

/** Why the engine refused to compile what it supports, if it did. */
export const compileRefusal = (): string | undefined => refusal;

/** Whether there is a WebAssembly that can be asked. */
const hasWebAssembly = (): boolean =>
  typeof WebAssembly !== 'undefined' && typeof WebAssembly.validate === 'function';

/**
 * Compiles a binary, synchronously (Node, workers, Firefox, Safari and, for modules under 8 MB, Chrome's main thread since version 115).
 *
 * @param read Gives the binary; called only where there is WebAssembly.
 * @returns Undefined when the engine does not support it, or refuses to compile it: then with one warning.
 */
export function compileBinary(
  read: () => Uint8Array<ArrayBuffer>,
  build: 'relaxed-simd' | 'simd',
): WebAssembly.Module | undefined {
  if (!hasWebAssembly()) return undefined;
  const bytes = read();
  if (!WebAssembly.validate(bytes)) {
    if (build === 'simd') return undefined;
    unlockRelaxedSimd();
    if (!WebAssembly.validate(bytes)) return undefined;
  }
  try {
    return new WebAssembly.Module(bytes);
  } catch (error) {
    // The module is valid, so the page may not compile it: its Content Security Policy lacks 'wasm-unsafe-eval', or the
    // engine compiles nothing at once on its main thread.
    refusal = (error as Error).message;
    warnOnce(`WebAssembly does not compile here, so the slower reference runs. The reason: ${refusal}`);
    return undefined;
  }
}
