import {appendFileSync, existsSync, readFileSync, renameSync, writeFileSync} from 'node:fs';

/**
 * The lines of a JSON lines file, none if it does not exist.
 *
 * @throws If a line is not JSON; only the last one may be cut off, by a process that was killed while it wrote: it is left out.
 */
export function readLines(file) {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  const unfinished = lines.pop();
  if (unfinished !== '') {
    const whole = lines.map((line) => `${line}\n`).join('');
    writeFileSync(`${file}.new`, whole);
    renameSync(`${file}.new`, file);
  }
  return lines.map((line, i) => {
    try {
      return JSON.parse(line);
    } catch {
      throw new Error(`${file}: line ${i + 1} is not JSON: ${line.slice(0, 60)}`);
    }
  });
}

/** Appends one line with one write, so that a reader sees all of it or nothing. */
export function appendLine(file, value) {
  appendFileSync(file, `${JSON.stringify(value)}\n`);
}
