/**
 * Runs a task that Ctrl-C and SIGTERM stop after a checkpoint; a second Ctrl-C ends the process at once.
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
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    return await task(controller.signal);
  } finally {
    release();
  }
}
