import {spawn} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';

/** The built program: it is started as a user does, and killed. */
const program = resolve(__dirname, '../../dist/esm/main.js');

/** How a process ended, and what it said. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  err: string;
}

/**
 * Runs the program; sends it a signal once `kill.when` says so.
 *
 * @param fileLimit The longest file that it may write, in KiB: beyond it every write fails, as on a full disk. Not on Windows.
 */
export async function startProgram(
  args: string[],
  {kill, fileLimit}: {kill?: {signal: NodeJS.Signals; when: () => boolean}; fileLimit?: number} = {},
): Promise<Ended> {
  if (!existsSync(program)) throw new Error(`${program} is missing: run 'npm run build' first`);
  const command = [process.execPath, program, ...args];
  const limited = ['bash', '-c', `ulimit -f ${fileLimit}; exec "$@"`, 'limited', ...command];
  const [name, ...rest] = fileLimit === undefined ? command : limited;
  const child = spawn(name, rest, {stdio: ['ignore', 'ignore', 'pipe']});
  let err = '';
  child.stderr.on('data', (part) => (err += part));
  const watch = setInterval(() => {
    if (kill?.when()) {
      child.kill(kill.signal);
      clearInterval(watch);
    }
  }, 5);
  return new Promise((done) =>
    child.on('close', (code, signal) => {
      clearInterval(watch);
      done({code, signal, err});
    }),
  );
}

/** Lines of a run's metrics. */
export function linesLogged(folder: string): number {
  const file = join(folder, 'metrics.jsonl');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;
}
