import {useKernels} from 'normprop-core';
import {trainInFolder} from './trainInFolder.js';
import type {TrainerMessage, TrainerOutcome, TrainerStart} from './trainerMessages.js';

// The program of a trainer process: takes one task from the process that started it, trains, reports, ends. When that
// process is gone, or says so, it stops after a checkpoint: nothing trains unseen.

const controller = new AbortController();
const stop = (): void => controller.abort('SIGTERM');

function say(message: TrainerMessage): void {
  if (process.connected) process.send!(message, undefined, {}, () => undefined); // nobody listens any more: no error
}

process.on('SIGINT', () => undefined); // Ctrl-C comes to all processes of the terminal; the driver decides
process.on('SIGTERM', stop);
process.on('disconnect', stop);
process.stderr.on('error', () => undefined); // the reader of the pipe is gone

process.on('message', (message: TrainerStart | 'stop') => {
  if (message === 'stop') return stop();
  useKernels({threads: message.threads});
  void trainInFolder(message, {say, signal: controller.signal})
    .catch((error: Error): TrainerOutcome => ({kind: 'failed', message: error.message}))
    .then((outcome) => {
      if (!process.connected) process.exit();
      process.send!(outcome, undefined, {}, () => process.exit());
    });
});
