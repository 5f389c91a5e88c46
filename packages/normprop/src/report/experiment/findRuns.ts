import {readFile, readdir, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {completeConfig} from '../../config/resolveConfig.js';
import {RunFolder} from '../../run/runFolder.js';
import {UserError} from '../../userError.js';
import {readRunRecord} from './readRunRecord.js';
import type {RunRecord} from './runRecord.js';

/** Runs, and those that have no figure yet. */
export interface FoundRuns {
  records: RunRecord[];
  /** Run folders that are left out, with the reason. */
  leftOut: string[];
}

/**
 * All runs in a folder and its subfolders (a run folder has `config.json` and `metrics.jsonl`), or in a file of JSON
 * lines that `report` wrote.
 *
 * @throws {UserError} when there is nothing of the name, or no run in it.
 */
export async function findRuns(path: string): Promise<FoundRuns> {
  const isFolder = await stat(path).then(
    (entry) => entry.isDirectory(),
    () => undefined,
  );
  if (isFolder === undefined) throw new UserError(`${path}: there is no such folder or file`, 2);
  const found = isFolder ? await inFolders(path) : {records: await inFile(path), leftOut: []};
  found.records.sort((one, other) => (one.run < other.run ? -1 : 1));
  leaveOutTwins(found);
  if (found.records.length) return found;
  const why = found.leftOut.length ? `:\n  ${found.leftOut.join('\n  ')}` : '';
  throw new UserError(`${path}: holds no run that has been validated${why}`);
}

async function inFolders(root: string): Promise<FoundRuns> {
  const found: FoundRuns = {records: [], leftOut: []};
  const visit = async (folder: string): Promise<void> => {
    const entries = await readdir(folder, {withFileTypes: true});
    const names = entries.map(({name}) => name);
    if (names.includes('config.json') && names.includes('metrics.jsonl')) {
      const record = await readRunRecord(new RunFolder(folder), root);
      if (record) found.records.push(record);
      else found.leftOut.push(`${folder}: not validated yet, or no character model`);
      return;
    }
    const inner = entries.filter((entry) => entry.isDirectory() && entry.name !== 'node_modules');
    for (const {name} of inner) await visit(join(folder, name));
  };
  await visit(root);
  return found;
}

async function inFile(file: string): Promise<RunRecord[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, index) => {
    try {
      const record = JSON.parse(line) as RunRecord;
      if (Array.isArray(record.validation) && Array.isArray(record.training))
        return {...record, config: completeConfig(record.config)};
    } catch {
      // said below
    }
    throw new UserError(`${file}: line ${index + 1} is not a run as 'normprop report' writes it`);
  });
}

/** Of runs of one config and one seed the one that is furthest stays: they would count twice in a mean over seeds. */
function leaveOutTwins(found: FoundRuns): void {
  const furthest = new Map<string, RunRecord>();
  for (const record of found.records) {
    const key = `${configKey(record)} ${record.config.seed}`;
    const other = furthest.get(key);
    if (!other || record.update > other.update) furthest.set(key, record);
    const twin = other && (furthest.get(key) === record ? other : record);
    if (twin) found.leftOut.push(`${twin.run}: the same config and seed as ${furthest.get(key)!.run}`);
  }
  found.records = [...furthest.values()];
}

/** Equal for runs that differ in nothing but the seed, the place of their data and how often they save. */
export function configKey({config}: Pick<RunRecord, 'config'>): string {
  return JSON.stringify(
    Object.entries({...config, seed: 0, dataDir: null, checkpointEvery: ''}).sort(([one], [other]) =>
      one < other ? -1 : 1,
    ),
  );
}
