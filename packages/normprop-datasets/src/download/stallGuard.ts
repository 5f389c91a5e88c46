import {TransientDownloadError} from './downloadError.js';

/** Ends a connection on which nothing, or too little, arrives. */
export interface StallGuard {
  /** Aborted when too little arrived for too long, when the caller's signal is, and by `end`. */
  readonly signal: AbortSignal;
  /** Waits for the next bytes. A failed read becomes the reason why it failed. */
  watch(read: Promise<ReadableStreamReadResult<Uint8Array>>): Promise<ReadableStreamReadResult<Uint8Array>>;
  /** Stops the clock and closes the connection. */
  end(): void;
}

/** How slow a connection may be. */
export interface StallLimits {
  /** Milliseconds between two arrivals, the first included. */
  stallTimeout: number;
  /** Bytes a second, on average over each `stallTimeout` from the first arrival on. */
  leastRate: number;
}

/** A {@link StallGuard} of one connection; `what` names it in an error. */
export function stallGuard(
  {stallTimeout, leastRate}: StallLimits,
  what: string,
  outer?: AbortSignal,
): StallGuard {
  const own = new AbortController();
  const signal = outer === undefined ? own.signal : AbortSignal.any([outer, own.signal]);
  const giveUp = (reason: string) => own.abort(new TransientDownloadError(`${what}: ${reason}`));
  const seconds = stallTimeout / 1000;
  const startWaiting = () => setTimeout(() => giveUp(`nothing arrived for ${seconds} s`), stallTimeout);
  let waiting = startWaiting();
  let measuring: ReturnType<typeof setInterval> | undefined;
  let bytes = 0;
  const measure = () => {
    if (bytes < leastRate * seconds) {
      giveUp(`too slow: ${bytes} bytes in ${seconds} s, expected at least ${leastRate} a second`);
    }
    bytes = 0;
  };
  return {
    signal,
    async watch(read) {
      try {
        const result = await read;
        clearTimeout(waiting);
        waiting = startWaiting();
        measuring ??= setInterval(measure, stallTimeout);
        bytes += result.value?.length ?? 0;
        return result;
      } catch (cause) {
        if (signal.aborted) throw signal.reason;
        throw new TransientDownloadError(`${what}: the connection broke (${(cause as Error).message})`, {
          cause,
        });
      }
    },
    end() {
      clearTimeout(waiting);
      clearInterval(measuring);
      own.abort();
    },
  };
}
