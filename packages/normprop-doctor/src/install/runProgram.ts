import {spawn} from 'node:child_process';

/** How a program ended. */
export interface ProgramOutcome {
  /** Its exit code; null after a signal. */
  status: number | null;
  signal: NodeJS.Signals | null;
  /** What it wrote to both streams, the last 20,000 characters. */
  output: string;
}

/** A program that could not be started because it is not there. */
export class ProgramMissing extends Error {
  constructor(readonly program: string) {
    super(`${program}: not found`);
    this.name = 'ProgramMissing';
  }
}

export interface ProgramOptions {
  cwd?: string;
  /** Added to the environment. */
  env?: NodeJS.ProcessEnv;
  /** Told each line that the program writes. */
  onLine?: (line: string) => void;
}

/**
 * Runs a program to its end; Ctrl-C reaches it too.
 *
 * @throws {ProgramMissing} where there is none of that name.
 */
export function runProgram(
  program: string,
  args: readonly string[],
  {cwd, env, onLine}: ProgramOptions = {},
): Promise<ProgramOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: {...process.env, ...env},
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let line = '';
    const take = (part: Buffer): void => {
      const text = String(part);
      output = (output + text).slice(-20_000);
      const lines = (line + text).split(/\r?\n|\r/);
      line = lines.pop()!;
      for (const each of lines) onLine?.(each);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' || error.code === 'EACCES' ? new ProgramMissing(program) : error),
    );
    child.on('close', (status, signal) => {
      if (line) onLine?.(line);
      resolve({status, signal, output});
    });
  });
}
