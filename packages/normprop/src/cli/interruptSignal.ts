/** Ctrl-C, a polite end, and a terminal or connection that is gone. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a task that Ctrl-C, SIGTERM and SIGHUP stop after a checkpoint; a second Ctrl-C ends the process at once.
 *
 * @param onStop Told when the first signal comes.
 */
export async function withInterruptSignal<T>(
  onStop: () => void,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const stop = (signal: NodeJS.Signals): void => {
    release(); // the next signal has its usual effect
    onStop();
    controller.abort(signal);
  };
  const release = (): void => {
    for (const name of signals) process.off(name, stop);
  };
  for (const name of signals) process.on(name, stop);
  try {
    return await task(controller.signal);
  } finally {
    release();
  }
}
