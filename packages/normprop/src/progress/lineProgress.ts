import type {AnyStatus, TrainingProgress} from './trainingProgress.js';
import {statusLine} from './statusLine.js';

/**
 * Progress without a terminal: one plain line, then one every `everySeconds` at most, and the last state.
 *
 * @param write Takes a line, without its end.
 * @param now Milliseconds; a test puts its own clock in.
 */
export function lineProgress(
  write: (line: string) => void,
  everySeconds = 5,
  now: () => number = () => performance.now(),
): TrainingProgress<AnyStatus> {
  let shownAt = -Infinity;
  let hidden: AnyStatus | undefined;
  const print = (status: AnyStatus): void => {
    write(statusLine(status));
    shownAt = now();
    hidden = undefined;
  };
  return {
    show(status) {
      if (now() - shownAt >= everySeconds * 1000) print(status);
      else hidden = status;
    },
    finish() {
      if (hidden) print(hidden);
      shownAt = -Infinity;
    },
  };
}
