import cliProgress from 'cli-progress';
import {statusFigures} from './statusLine.js';
import type {TrainingProgress} from './trainingProgress.js';

/** Progress in a terminal: a bar that is drawn over itself. */
export function barProgress(stream: NodeJS.WriteStream): TrainingProgress {
  let bar: cliProgress.SingleBar | undefined;
  return {
    show(status) {
      const payload = {label: status.label, figures: statusFigures(status)};
      if (!bar) {
        bar = new cliProgress.SingleBar({
          format: '{label} [{bar}] update {value}/{total} · {figures}',
          barCompleteChar: '=',
          barIncompleteChar: ' ',
          barsize: 20,
          hideCursor: true,
          linewrap: false,
          stream,
          // Ctrl-C is ours: it saves a checkpoint first, then `finish` puts the cursor back.
          gracefulExit: false,
        });
        bar.start(status.total, status.update, payload);
      } else {
        bar.setTotal(status.total);
        bar.update(status.update, payload);
      }
    },
    finish() {
      bar?.stop();
      bar = undefined;
    },
  };
}
