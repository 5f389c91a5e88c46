import {fork} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import type {CheckOutcome, CheckTask} from './checkMessages.js';

const minutes = 3;

/** Checks a backend in a process of its own; one that crashes or hangs is a failure in words. */
export function checkInProcess(
  task: CheckTask,
  program = fileURLToPath(new URL('./checkMain.js', import.meta.url)),
): Promise<CheckOutcome> {
  const child = fork(program, {stdio: ['ignore', 'ignore', 'pipe', 'ipc'], timeout: minutes * 60_000});
  let complaint = '';
  let outcome: CheckOutcome | undefined;
  child.stderr!.on('data', (part) => (complaint = (complaint + String(part)).slice(-2000)));
  child.on('message', (message: CheckOutcome) => (outcome = message));
  child.send(task, () => undefined); // if it fails, the process has exited and 'close' follows
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
      const failure = [`the process that tried it ${how}`, complaint.trim()].filter(Boolean).join(': ');
      resolve(outcome ?? {failure});
    });
  });
}
