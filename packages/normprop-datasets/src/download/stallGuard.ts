import {TransientDownloadError} from './downloadError.js';

/** Ends a connection on which nothing arrives. */
export interface StallGuard {
  /** Aborted when nothing arrived for too long, when the caller's signal is, and by `end`. */
  readonly signal: AbortSignal;
  /** Waits for the next bytes; each arrival starts the time anew. A failed read becomes the reason why it failed. */
  watch<T>(read: Promise<T>): Promise<T>;
  /** Stops the clock and closes the connection. */
  end(): void;
}

/** A {@link StallGuard} that allows `timeout` milliseconds between two arrivals, the first included. */
export function stallGuard(timeout: number, what: string, outer?: AbortSignal): StallGuard {
  const own = new AbortController();
  const signal = outer === undefined ? own.signal : AbortSignal.any([outer, own.signal]);
  const stalled = () =>
    own.abort(new TransientDownloadError(`${what}: nothing arrived for ${timeout / 1000} s`));
  let timer = setTimeout(stalled, timeout);
  return {
    signal,
    async watch(read) {
      try {
        const value = await read;
        clearTimeout(timer);
        timer = setTimeout(stalled, timeout);
        return value;
      } catch (cause) {
        if (signal.aborted) throw signal.reason;
        throw new TransientDownloadError(`${what}: the connection broke (${(cause as Error).message})`, {
          cause,
        });
      }
    },
    end() {
      clearTimeout(timer);
      own.abort();
    },
  };
}
