import {progressFor} from '../progress/progressFor.js';
import type {TrainingOptions} from '../run/runTraining.js';
import {note} from './commandContext.js';
import type {CommandContext} from './commandContext.js';
import {withInterruptSignal} from './interruptSignal.js';
import {suggestResume} from './suggestResume.js';

/**
 * Trains for a command: with its display, its warnings, and a Ctrl-C that saves first.
 *
 * @param goOn How to go on after that.
 */
export function withTraining<T>(
  context: CommandContext,
  goOn: string,
  train: (options: TrainingOptions) => Promise<T>,
): Promise<T> {
  return withInterruptSignal(
    () => note(context, '\nStopping after this update …'),
    (signal) =>
      train({
        signal,
        progress: progressFor(context.stderr),
        warn: (message) => note(context, `Warning: ${message}`),
        tell: (message) => note(context, message),
      }).catch(suggestResume(goOn)),
  );
}
