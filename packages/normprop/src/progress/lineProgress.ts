import type {RunStatus, TrainingProgress} from './trainingProgress.js';
import {statusLine} from './statusLine.js';

/**
 * Progress without a terminal: plain lines, the first and the last state of each run, and one every `everySeconds` at most, of
 * the runs that take turns one as often as another.
 *
 * @param write Takes a line, without its end.
 * @param now Milliseconds; a test puts its own clock in.
 */
export function lineProgress(
  write: (line: string) => void,
  everySeconds = 5,
  now: () => number = () => performance.now(),
): TrainingProgress {
  const runs = new Map<string, {shownAt: number; hidden?: RunStatus}>();
  const print = (status: RunStatus): void => {
    write(statusLine(status));
    runs.set(status.label, {shownAt: now()});
  };
  return {
    show(status) {
      const run = runs.get(status.label);
      const pause = everySeconds * 1000 * runs.size;
      if (!run || now() - run.shownAt >= pause || status.update >= status.total) print(status);
      else run.hidden = status;
    },
    finish() {
      for (const {hidden} of runs.values()) if (hidden) print(hidden);
      runs.clear();
    },
  };
}
