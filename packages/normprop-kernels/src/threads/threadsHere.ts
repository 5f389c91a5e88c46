/** More than these gain little: work is cut by rows of the batch. */
const MOST = 8;

/**
 * How many threads may share work without being asked for: the processor's, at most 8, in Node, and in a worker of a cross-origin isolated
 * page; 1 elsewhere. A page's own thread may not sleep, so that it would turn round while it waits.
 */
export function threadsHere(): number {
  return Math.max(1, Math.min(MOST, available()));
}

function available(): number {
  const {process, navigator} = globalThis as {
    process?: {getBuiltinModule?(name: string): unknown};
    navigator?: {hardwareConcurrency?: number};
  };
  if (process?.getBuiltinModule?.('node:worker_threads')) {
    const os = process.getBuiltinModule('node:os') as {availableParallelism(): number};
    return os.availableParallelism();
  }
  const isWorker = typeof document === 'undefined';
  return globalThis.crossOriginIsolated && isWorker && typeof Worker !== 'undefined'
    ? (navigator?.hardwareConcurrency ?? 1)
    : 1;
}
