import {commandFor} from '../config/commandFor.js';
import {reportPage} from '../report/reportPage.js';
import type {RunSummary} from '../report/runSummary.js';
import {RunFolder} from '../run/runFolder.js';
import {writeAtomically} from '../run/writeAtomically.js';

/** Writes the report of one run into its folder. */
export async function writeRunReport(path: string, run: RunSummary): Promise<string> {
  const file = new RunFolder(path).file('report.html');
  await writeAtomically(file, await reportPage({runs: [run], command: commandFor(run.config)}));
  return file;
}
