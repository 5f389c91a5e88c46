import {join} from 'node:path';
import {resumeDifferences} from '../config/configDifferences.js';
import type {ComparisonEntry} from './comparisonEntry.js';
import {readRunSummary} from './readRunSummary.js';
import {RunFolder} from './runFolder.js';
import type {RunTypes} from './runTypes.js';
import type {Task} from './task.js';
import {updatesThatFit} from './updatesThatFit.js';

/** What a demo will do. */
export interface DemoPlan<T extends RunTypes> {
  entries: Array<ComparisonEntry<T['config']>>;
  /** What the folder held: nothing, a demo that was interrupted (go on), or one to replace. */
  found: 'nothing' | 'interrupted' | 'other';
}

/**
 * Decides how many updates a task's demo makes, and whether it resumes an interrupted one.
 *
 * @param out The demo's folder.
 * @param asked What the user named; otherwise updates and units are those of the interrupted demo, or what fits the time
 * and the usual size.
 */
export async function demoPlan<T extends RunTypes>(
  task: Task<T>,
  out: string,
  asked: {updates?: number; units?: number} = {},
): Promise<DemoPlan<T>> {
  const {demo} = task;
  const [{folder}] = demo.entries(1, demo.units);
  const saved = await new RunFolder<T>(join(out, folder), task).config();
  if (saved?.updates) {
    const entries = demo.entries(asked.updates ?? saved.updates, asked.units ?? saved.units);
    if (await isInterrupted(task, out, entries)) return {entries, found: 'interrupted'};
  }
  const {units = demo.units} = asked;
  const updates = asked.updates ?? (await updatesThatFit(task, demo.entries(1, units)));
  return {entries: demo.entries(updates, units), found: saved ? 'other' : 'nothing'};
}

/** Whether the folder holds exactly these runs, begun and not all finished. */
async function isInterrupted<T extends RunTypes>(
  task: Task<T>,
  out: string,
  entries: ReadonlyArray<ComparisonEntry<T['config']>>,
): Promise<boolean> {
  let begun = false;
  let unfinished = false;
  for (const {folder: name, config} of entries) {
    const folder = new RunFolder<T>(join(out, name), task);
    const saved = await folder.config();
    if (saved && (resumeDifferences(saved, config).length || saved.updates !== config.updates)) return false;
    begun ||= saved !== undefined;
    unfinished ||= (await readRunSummary(folder)) === undefined;
  }
  return begun && unfinished;
}
