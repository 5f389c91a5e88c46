import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, {recursive: true, force: true, maxRetries: 5})));

/** A new empty folder, which goes with the test file's end. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'normprop-test-'));
  folders.push(folder);
  return folder;
}
