import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {BackendName} from 'normprop-doctor';
import type {CharlmConfig} from '../../src/charlm/config/charlmConfig.js';
import {resolveConfig} from '../../src/charlm/config/resolveConfig.js';
import {tinyText} from './tinyText.js';

const leg = process.env.TFJS_BACKEND ?? 'cpu';

/** The backend of this leg of the test matrix; the legs `node` and `cuda` are both tfjs's `tensorflow`. */
export const backend = (leg === 'node' || leg === 'cuda' ? 'tensorflow' : leg) as BackendName;

const folders: string[] = [];
// A program that a test has stopped may still write.
afterAll(() => folders.forEach((folder) => rmSync(folder, {recursive: true, force: true, maxRetries: 5})));

/** A new empty folder, which goes with the test file's end. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'normprop-test-'));
  folders.push(folder);
  return folder;
}

/** A file that holds the tiny text. */
export function tinyTextFile(): string {
  const file = join(emptyFolder(), 'tiny.txt');
  writeFileSync(file, tinyText());
  return file;
}

/** A config that trains in a second. */
export function tinyConfig(given: Partial<CharlmConfig> = {}): CharlmConfig {
  return resolveConfig({
    data: tinyTextFile(),
    model: 'normProp',
    units: 6,
    length: 8,
    batch: 4,
    updates: 12,
    backend,
    validateEvery: 5,
    validationCharacters: 60,
    logEvery: 3,
    checkpointEvery: '4',
    ...given,
  });
}
