import {PassThrough} from 'node:stream';
import {runCommandLine} from '../../src/commandLine.js';

/** What a command line printed, and its exit code. */
export async function runCommand(...args: string[]): Promise<{code: number; out: string; err: string}> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await runCommandLine(args, {stdout, stderr: stderr as unknown as NodeJS.WriteStream});
  const text = (stream: PassThrough): string => String(stream.read() ?? '');
  return {code, out: text(stdout), err: text(stderr)};
}
