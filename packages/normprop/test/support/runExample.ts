import {execFileSync} from 'node:child_process';
import {join} from 'node:path';

/** What an example of the repository prints, run with the dependencies that it names alone. */
export function runExample(name: string): string {
  const runner = join(__dirname, '../../../../tools/example.mjs');
  return execFileSync(process.execPath, [runner, name], {encoding: 'utf8'});
}
