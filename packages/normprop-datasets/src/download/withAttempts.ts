import {TransientDownloadError} from './downloadError.js';

/** How often to try, and how long to wait in between. */
export interface Attempts {
  /** Attempts, the first included. */
  attempts: number;
  /** Milliseconds before the second attempt; doubled before each further one. */
  retryDelay: number;
  /** Ends the waiting, with the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Does something that may fail for a passing reason until it succeeds.
 *
 * @param name of the file, for the error.
 * @param once one attempt; it is told which, from 1.
 * @throws what `once` throws, or, if that is a {@link TransientDownloadError} each time, an error that says how often and why.
 */
export async function withAttempts<T>(
  name: string,
  {attempts, retryDelay, signal}: Attempts,
  once: (attempt: number) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(attempt);
    } catch (error) {
      if (!(error instanceof TransientDownloadError)) throw error;
      if (attempt >= attempts) {
        throw new Error(`${name}: not downloaded after ${attempts} attempts. Last: ${error.message}`, {
          cause: error,
        });
      }
      await pause(retryDelay * 2 ** (attempt - 1), signal);
    }
  }
}

/** Waits; ends early with the signal's reason. */
function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal!.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    if (signal?.aborted) onAbort();
    else signal?.addEventListener('abort', onAbort, {once: true});
  });
}
