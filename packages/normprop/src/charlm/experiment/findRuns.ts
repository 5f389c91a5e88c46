import {readFile, readdir, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {completeConfig} from '../config/resolveConfig.js';
import {requireRun} from '../../run/runFolder.js';
import {CharlmRunFolder} from '../record/charlmTypes.js';
import {UserError} from '../../userError.js';
import {checkRecord} from './checkRecord.js';
import type {Unranked} from './checkRecord.js';
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
  const found = isFolder ? await inFolders(path) : await inFile(path);
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
      const {kind} = requireRun(folder);
      const run = new CharlmRunFolder(folder);
      const record = kind === run.kind ? await readRunRecord(run, root) : undefined;
      const unranked = record && checkFolderRecord(folder, record);
      if (unranked) found.leftOut.push(`${folder}: ${unranked.why}`);
      else if (record) found.records.push(record);
      else if (kind === run.kind) found.leftOut.push(`${folder}: not validated yet`);
      else found.leftOut.push(`${folder}: a run of another kind, '${kind}'`);
      return;
    }
    const inner = entries.filter((entry) => entry.isDirectory() && entry.name !== 'node_modules');
    for (const {name} of inner) await visit(join(folder, name));
  };
  await visit(root);
  return found;
}

async function inFile(file: string): Promise<FoundRuns> {
  const found: FoundRuns = {records: [], leftOut: []};
  const lineOf = new Map<string, number>();
  for (const [index, line] of (await readFile(file, 'utf8')).split('\n').entries()) {
    if (line.trim() === '') continue;
    const where = `${file}: line ${index + 1}`;
    let record: RunRecord;
    let unranked: Unranked | undefined;
    try {
      record = JSON.parse(line) as RunRecord;
    } catch {
      throw new UserError(`${where} is not a run as 'normprop report' writes it: it is not JSON`);
    }
    try {
      unranked = checkRecord(record);
    } catch (error) {
      throw new UserError(`${where}: ${(error as Error).message}`);
    }
    const twin = lineOf.get(record.run);
    if (twin !== undefined)
      throw new UserError(`${where}: the run '${record.run}' stands in line ${twin} already`);
    lineOf.set(record.run, index + 1);
    if (unranked) found.leftOut.push(`${record.run} (line ${index + 1}): ${unranked.why}`);
    else found.records.push({...record, config: completeConfig(record.config)});
  }
  return found;
}

function checkFolderRecord(folder: string, record: RunRecord): Unranked | undefined {
  try {
    return checkRecord(record);
  } catch (error) {
    throw new UserError(`${folder}: ${(error as Error).message}`);
  }
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
