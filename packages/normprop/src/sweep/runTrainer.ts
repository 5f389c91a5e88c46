import {fork} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import type {TrainerMessage, TrainerOutcome, TrainerStart} from './trainerMessages.js';

/** How often a run whose process died (killed, out of memory) is taken up again before it counts as failed. */
const lives = 4;

/** What a run's trainer needs beside its task. */
export interface TrainerOptions {
  /** Called with progress, but not with the outcome. */
  onMessage: (message: TrainerMessage) => void;
  /** Stops the run after a checkpoint. */
  signal: AbortSignal;
}

/**
 * Trains a run in a process of its own; when that process dies, another goes on from the last checkpoint, three times
 * at most.
 */
export async function runTrainer(task: TrainerStart, options: TrainerOptions): Promise<TrainerOutcome> {
  let death = '';
  for (let life = 0; life < lives; life++) {
    if (options.signal.aborted) return {kind: 'stopped', update: 0};
    const ended = await oneProcess(task, options);
    if (typeof ended !== 'string') {
      // A stop that nobody here asked for came from outside, to that one process: it is taken up again.
      if (ended.kind !== 'stopped' || options.signal.aborted) return ended;
      death = 'was stopped by a signal';
    } else death = ended;
    options.onMessage({kind: 'warning', message: `its process ${death}; going on from the last checkpoint`});
  }
  return {kind: 'failed', message: `its process ${death}, ${lives} times in a row`};
}

/** The outcome of one process, or how it died. */
function oneProcess(
  task: TrainerStart,
  {onMessage, signal}: TrainerOptions,
): Promise<TrainerOutcome | string> {
  const child = fork(fileURLToPath(new URL('./trainerMain.js', import.meta.url)), {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaint = '';
  let outcome: TrainerOutcome | undefined;
  const stop = (): void => void (child.connected && child.send('stop', () => undefined));
  child.stderr!.on('data', (part) => (complaint = (complaint + String(part)).slice(-2000)));
  child.on('message', (message: TrainerMessage) => {
    if (message.kind === 'finished' || message.kind === 'failed' || message.kind === 'stopped')
      outcome = message;
    else onMessage(message);
  });
  signal.addEventListener('abort', stop);
  // If the send fails, the process has exited and 'close' follows.
  child.send(task, () => undefined);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, killedBy) => {
      signal.removeEventListener('abort', stop);
      const how = killedBy ? `was ended by ${killedBy}` : `ended with code ${code}`;
      resolve(outcome ?? [how, complaint.trim()].filter(Boolean).join(': '));
    });
  });
}
