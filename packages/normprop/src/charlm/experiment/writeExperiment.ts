import {mkdir} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {writeAtomically} from '../../run/writeAtomically.js';
import type {CurveAxis} from '../report/curveSpecs.js';
import {chartForPage, isDrawn} from '../../page/chartForPage.js';
import {escapeMarkdown} from '../../page/escapeMarkdown.js';
import {svgToPng} from '../../page/svgToPng.js';
import {experimentMarkdown} from './experimentMarkdown.js';
import {experimentPage} from './experimentPage.js';
import type {FigurePictures} from './experimentPage.js';
import type {ExperimentReport} from './experimentReport.js';
import {curvesOf, learningCurveSpec} from './learningCurves.js';
import type {RunRecord} from './runRecord.js';

/**
 * Writes a report: the page, and beside it, under its name, `.md` (tables), `.jsonl` (a line a run), and, where
 * what draws them is installed, the figures `-updates` and `-seconds` as `.svg` and `.png`.
 *
 * @param page The path of the page, ending in `.html`.
 * @param warn Called when a picture cannot be drawn; the rest is written.
 * @returns The files.
 */
export async function writeExperiment(
  report: ExperimentReport,
  records: readonly RunRecord[],
  page: string,
  warn: (message: string) => void = () => undefined,
): Promise<string[]> {
  const folder = dirname(page);
  await mkdir(folder, {recursive: true});
  const stem = join(folder, basename(page).replace(/\.html$/, ''));
  const curves = curvesOf(report.groups);
  const draw = (axis: CurveAxis): Promise<string> => chartForPage(learningCurveSpec(curves, axis));
  const pictures: FigurePictures = {update: await draw('update'), seconds: await draw('seconds')};
  const files: Array<[name: string, content: string | Uint8Array]> = [
    [page, experimentPage(report, pictures)],
    [`${stem}.md`, `# ${escapeMarkdown(report.title)}\n\n${experimentMarkdown(report)}\n`],
    [`${stem}.jsonl`, records.map((record) => JSON.stringify(record) + '\n').join('')],
  ];
  for (const [axis, word] of [
    ['update', 'updates'],
    ['seconds', 'seconds'],
  ] as const) {
    if (!isDrawn(pictures[axis])) continue; // the page says what it takes
    const svg = onPaper(pictures[axis]);
    files.push([`${stem}-${word}.svg`, svg]);
    // The page has its pictures as SVG: one that cannot be drawn as PNG must not take the rest with it.
    const png = await svgToPng(svg).catch((error: Error) => warn(`${stem}-${word}.png: ${error.message}`));
    if (png) files.push([`${stem}-${word}.png`, png]);
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
