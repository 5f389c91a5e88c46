/** The import of the memory in the binary: module "env", name "memory", kind 2 (memory), then the limits' flag. */
const MEMORY_IMPORT = [3, ...text('env'), 6, ...text('memory'), 2];
const WITH_MAXIMUM = 1;
const SHARED_WITH_MAXIMUM = 3;

function text(name: string): number[] {
  return [...name].map((c) => c.charCodeAt(0));
}

/**
 * The same module importing a shared memory. Nothing in the code depends on it, only the flag of the imported memory's limits (WebAssembly
 * threads proposal, "Limits"), so that one binary serves both.
 */
export function sharedBinary(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const at = bytes.findIndex((_, i) => MEMORY_IMPORT.every((byte, j) => bytes[i + j] === byte));
  const flag = at + MEMORY_IMPORT.length;
  if (at < 0 || bytes[flag] !== WITH_MAXIMUM)
    throw new Error('kernels: the memory import is not where it is expected');
  const shared = bytes.slice();
  shared[flag] = SHARED_WITH_MAXIMUM;
  return shared;
}
