import {mkdir} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {writeAtomically} from '../../run/writeAtomically.js';
import type {CurveAxis} from '../curveSpecs.js';
import {renderChart} from '../renderChart.js';
import {svgToPng} from '../svgToPng.js';
import {experimentMarkdown} from './experimentMarkdown.js';
import {experimentPage} from './experimentPage.js';
import type {FigurePictures} from './experimentPage.js';
import type {ExperimentReport} from './experimentReport.js';
import {curvesOf, learningCurveSpec} from './learningCurves.js';
import type {RunRecord} from './runRecord.js';

/**
 * Writes a report: the page, and beside it, under its name, `.md` (tables), `.jsonl` (a line a run), and the figures
 * `-updates` and `-seconds` as `.svg` and `.png`.
 *
 * @param page The path of the page, ending in `.html`.
 * @returns The files.
 */
export async function writeExperiment(
  report: ExperimentReport,
  records: readonly RunRecord[],
  page: string,
): Promise<string[]> {
  const folder = dirname(page);
  await mkdir(folder, {recursive: true});
  const stem = join(folder, basename(page).replace(/\.html$/, ''));
  const curves = curvesOf(report.groups);
  const draw = (axis: CurveAxis): Promise<string> => renderChart(learningCurveSpec(curves, axis));
  const pictures: FigurePictures = {update: await draw('update'), seconds: await draw('seconds')};
  const files: Array<[name: string, content: string | Uint8Array]> = [
    [page, experimentPage(report, pictures)],
    [`${stem}.md`, `# ${report.title}\n\n${experimentMarkdown(report)}\n`],
    [`${stem}.jsonl`, records.map((record) => JSON.stringify(record) + '\n').join('')],
  ];
  for (const [axis, word] of [
    ['update', 'updates'],
    ['seconds', 'seconds'],
  ] as const) {
    // prettier-ignore
    const svg = onPaper(pictures[axis]);
    files.push([`${stem}-${word}.svg`, svg], [`${stem}-${word}.png`, await svgToPng(svg)]);
  }
  for (const [name, content] of files) await writeAtomically(name, content);
  return files.map(([name]) => name);
}

/** A picture that stands by itself: black on white, where the page's own follows its colours. */
function onPaper(svg: string): string {
  return svg
    .replace(/currentColor/g, '#1d2329')
    .replace(/(<svg [^>]*>)/, '$1<rect width="100%" height="100%" fill="#ffffff"/>');
}
