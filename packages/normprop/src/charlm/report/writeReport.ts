import {join} from 'node:path';
import {optionsFor} from '../../config/commandFor.js';
import {writeAtomically} from '../../run/writeAtomically.js';
import type {CharlmSummary} from '../record/charlmTypes.js';
import {charlmRules} from '../config/resolveConfig.js';
import {reportPage} from './reportPage.js';
import type {ReportArgs} from './reportPage.js';

/** Writes the report of several runs, `report.html`, into a folder; returns its path. */
export async function writeComparison(folder: string, args: ReportArgs): Promise<string> {
  const file = join(folder, 'report.html');
  await writeAtomically(file, await reportPage(args));
  return file;
}

/** Writes the report of one run into its folder; returns its path. */
export function writeRunReport(folder: string, run: CharlmSummary): Promise<string> {
  return writeComparison(folder, {
    runs: [run],
    command: `normprop train charlm ${optionsFor(charlmRules, run.config)}`,
  });
}
