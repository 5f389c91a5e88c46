import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {startBackend} from 'normprop-doctor';
import {modelNames} from '../../config/modelNames.js';
import {csv} from '../../page/csv.js';
import type {CsvValue} from '../../page/csv.js';
import {renderChart} from '../../page/renderChart.js';
import {svgToPng} from '../../page/svgToPng.js';
import {writeAtomically} from '../../run/writeAtomically.js';
import {UserError} from '../../userError.js';
import {gradientDecaySpec} from './gradientDecaySpec.js';
import {gradientGrid} from './gradientGrid.js';
import type {GradientGridArgs, GradientPoint} from './gradientGrid.js';
import {gradientGridSpec} from './gradientGridSpec.js';
import {modelDecay} from './modelDecay.js';

/** What `gradientFigures` draws, and where. */
export interface GradientFiguresArgs extends GradientGridArgs {
  folder: string;
  /** T of the decay curves. */
  length: number;
  /** Told what is done. */
  onProgress?: (message: string) => void;
}

/** What `gradientFigures` leaves. */
export interface GradientFigures {
  points: GradientPoint[];
  /** The paths of the files. */
  files: string[];
}

/**
 * Writes Figure 1 of the paper with the network's norms beside it, and the decay curves of the five models, as SVG, as
 * PNG and as CSV: `gradient-norm.*` and `gradient-decay.*`.
 *
 * @throws {UserError} for gains without constants, or a folder that cannot be made.
 */
export async function gradientFigures(args: GradientFiguresArgs): Promise<GradientFigures> {
  const {folder, onProgress = () => undefined} = args;
  try {
    await mkdir(folder, {recursive: true});
  } catch (error) {
    throw new UserError(`folder ${folder}: cannot be made (${(error as Error).message})`);
  }
  const all = args.gammas.length ** 2 * args.gammaC.length;
  const points: GradientPoint[] = [];
  try {
    for (const point of gradientGrid(args)) {
      points.push(point);
      if (points.length % 25 === 0) onProgress(`Gradient norms: ${points.length} of ${all} points`);
    }
  } catch (error) {
    if (error instanceof RangeError) throw new UserError(error.message, 2);
    throw error;
  }
  await startBackend('wasm');
  onProgress('Gradients back through time');
  const decay = [...modelDecay({...args, models: modelNames})];
  const figures = [
    {name: 'gradient-norm', spec: gradientGridSpec(points), rows: points},
    {name: 'gradient-decay', spec: gradientDecaySpec(decay), rows: decay},
  ];
  const files: string[] = [];
  for (const {name, spec, rows} of figures) {
    const svg = await renderChart(spec);
    const kinds = {svg, png: await svgToPng(svg), csv: table(rows)};
    for (const [kind, content] of Object.entries(kinds)) {
      const path = join(folder, `${name}.${kind}`);
      await writeAtomically(path, content);
      files.push(path);
    }
  }
  return {points, files};
}

/** Rows of one kind as CSV, the fields' names as headings. */
function table(rows: readonly object[]): string {
  const cells = rows.map((row) => Object.values(row) as CsvValue[]);
  return csv(Object.keys(rows[0]), cells);
}
