import {join} from 'node:path';
import type {ComparisonEntry} from '../compare/comparisonEntry.js';
import {resumeDifferences} from '../config/configDifferences.js';
import {readRunSummary} from '../run/readRunSummary.js';
import {RunFolder} from '../run/runFolder.js';
import {demoEntries, demoUnits} from './demoEntries.js';
import {updatesThatFit} from './updatesThatFit.js';

/** Seconds that the updates of both runs may take; with start, validation and sampling it stays under 3 minutes. */
const secondsForUpdates = 110;

/** What a demo will do. */
export interface DemoPlan {
  entries: ComparisonEntry[];
  /** What the folder held: nothing, a demo that was interrupted (go on), or one to replace. */
  found: 'nothing' | 'interrupted' | 'other';
}

/**
 * Decides how many updates the demo makes, and whether it goes on with an interrupted one.
 *
 * @param out The demo's folder.
 * @param asked What the user named; otherwise updates and units are those of the interrupted demo, or what fits the time
 * and 256.
 */
export async function demoPlan(
  out: string,
  asked: {updates?: number; units?: number} = {},
): Promise<DemoPlan> {
  const [{folder}] = demoEntries(1);
  const saved = await new RunFolder(join(out, folder)).config();
  if (saved?.updates) {
    const entries = demoEntries(asked.updates ?? saved.updates, asked.units ?? saved.units);
    if (await isInterrupted(out, entries)) return {entries, found: 'interrupted'};
  }
  const {units = demoUnits} = asked;
  const configs = demoEntries(1, units).map(({config}) => config);
  const updates = asked.updates ?? (await updatesThatFit(configs, secondsForUpdates));
  return {entries: demoEntries(updates, units), found: saved ? 'other' : 'nothing'};
}

/** Whether the folder holds exactly these runs, begun and not all finished. */
async function isInterrupted(out: string, entries: readonly ComparisonEntry[]): Promise<boolean> {
  let begun = false;
  let unfinished = false;
  for (const {folder: name, config} of entries) {
    const folder = new RunFolder(join(out, name));
    const saved = await folder.config();
    if (saved && (resumeDifferences(saved, config).length || saved.updates !== config.updates)) return false;
    begun ||= saved !== undefined;
    unfinished ||= (await readRunSummary(folder)) === undefined;
  }
  return begun && unfinished;
}
