import {mkdir} from 'node:fs/promises';
import {dirname} from 'node:path';
import {csv} from '../../page/csv.js';
import {writeAtomically} from '../../run/writeAtomically.js';
import {UserError} from '../../userError.js';
import {inspectionPage} from './inspectionPage.js';
import {inspectionRows} from './inspectionRows.js';
import type {Inspection} from './inspectRun.js';

/**
 * Writes the page, and beside it the numbers as CSV and JSON under the same name.
 *
 * @param page Where the page goes; ends in .html.
 * @returns The paths of the three files.
 * @throws {UserError} when they cannot be written.
 */
export async function writeInspection(
  inspection: Inspection,
  page: string,
  name: string,
  command: string,
): Promise<string[]> {
  const stem = page.replace(/\.html$/, '');
  const {statistics, ...about} = inspection;
  const rows = inspectionRows(statistics);
  const lags = rows[0].autocorrelation.map(({lag}) => lag);
  const headings = ['quantity', 'step', 'mean', 'variance', 'kurtosis', 'saturatedLow', 'saturatedHigh'];
  const table = csv(
    [...headings, ...lags.map((lag) => `autocorrelation${lag}`)],
    rows.map(({autocorrelation, quantity, step, mean, variance, kurtosis, saturatedLow, saturatedHigh}) => [
      ...[quantity, step, mean, variance, kurtosis, saturatedLow, saturatedHigh],
      ...autocorrelation.map(({value}) => value),
    ]),
  );
  const files = [
    {path: page, text: await inspectionPage(inspection, name, command)},
    {path: `${stem}.csv`, text: table},
    {path: `${stem}.json`, text: JSON.stringify({run: name, ...about, statistics}, null, 2) + '\n'},
  ];
  try {
    await mkdir(dirname(page), {recursive: true});
    for (const {path, text} of files) await writeAtomically(path, text);
  } catch (error) {
    throw new UserError(`${page}: cannot be written (${(error as Error).message})`);
  }
  return files.map(({path}) => path);
}
