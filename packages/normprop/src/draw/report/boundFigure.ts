import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {csv} from '../../page/csv.js';
import type {CsvValue} from '../../page/csv.js';
import {renderChart} from '../../page/renderChart.js';
import {svgToPng} from '../../page/svgToPng.js';
import {writeAtomically} from '../../run/writeAtomically.js';
import {UserError} from '../../userError.js';
import type {DrawSummary} from '../record/drawTypes.js';
import {boundCurveSpec} from './boundCurveSpec.js';

const headings = [
  'run',
  'model',
  'seed',
  'kind',
  'update',
  'epoch',
  'bound',
  'reconstruction',
  'kl',
  'images',
];

/**
 * Writes the validation and test bounds of runs over epochs (the paper's Figure 3) as `bounds.svg`, `bounds.png` and, with the figures,
 * `bounds.csv`.
 *
 * @returns The paths.
 * @throws {UserError} when the folder cannot be made.
 */
export async function writeBoundFigure(folder: string, runs: readonly DrawSummary[]): Promise<string[]> {
  try {
    await mkdir(folder, {recursive: true});
  } catch (error) {
    throw new UserError(`folder ${folder}: cannot be made (${(error as Error).message})`);
  }
  const svg = await renderChart(boundCurveSpec(runs, ['validation', 'test']));
  const rows = runs.flatMap(({name, config, metrics}) =>
    metrics.flatMap((line): CsvValue[][] => {
      if (line.kind === 'train') return [];
      const {kind, update, epoch, bound, reconstruction, kl, images} = line;
      return [[name, config.model, config.seed, kind, update, epoch, bound, reconstruction, kl, images]];
    }),
  );
  const contents: Array<[string, string | Uint8Array]> = [
    ['bounds.svg', svg],
    ['bounds.png', await svgToPng(svg)],
    ['bounds.csv', csv(headings, rows)],
  ];
  for (const [name, content] of contents) await writeAtomically(join(folder, name), content);
  return contents.map(([name]) => join(folder, name));
}
