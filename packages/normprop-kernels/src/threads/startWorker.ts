import {WORKER_SOURCE} from './workerSource.js';

/** What a worker is given. */
export interface WorkerData {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  control: Int32Array<SharedArrayBuffer>;
  index: number;
}

/** A running worker. */
export interface Started {
  stop(): void;
}

interface NodeWorker {
  unref(): void;
  on(event: 'error' | 'exit', listener: () => void): void;
  terminate(): unknown;
}

interface NodeWorkerThreads {
  Worker: new (source: string, options: {eval: true; workerData: WorkerData}) => NodeWorker;
}

/**
 * Starts a worker: a thread in Node that does not keep the process alive, a Web Worker in a page that is cross-origin isolated. `lost` is
 * called when it ends. Throws where there is neither.
 */
export function startWorker(data: WorkerData, lost: () => void): Started {
  const {process} = globalThis as {process?: {getBuiltinModule?(name: string): unknown}};
  const threads = process?.getBuiltinModule?.('node:worker_threads') as NodeWorkerThreads | undefined;
  if (threads) {
    const worker = new threads.Worker(WORKER_SOURCE, {eval: true, workerData: data});
    worker.unref();
    worker.on('error', lost);
    worker.on('exit', lost);
    return {stop: () => void worker.terminate()};
  }
  if (typeof Worker === 'undefined' || !globalThis.crossOriginIsolated)
    throw new Error('threads: need worker_threads (Node) or a page that is cross-origin isolated');
  const url = URL.createObjectURL(new Blob([WORKER_SOURCE], {type: 'text/javascript'}));
  const worker = new Worker(url);
  worker.onerror = lost;
  worker.postMessage(data);
  return {stop: () => worker.terminate()};
}
