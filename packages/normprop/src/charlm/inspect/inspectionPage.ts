import {modelTitles} from '../../config/modelNames.js';
import {formatCount} from '../../progress/formatCount.js';
import {escapeHtml} from '../../page/escapeHtml.js';
import {htmlPage} from '../../page/htmlPage.js';
import {chartForPage} from '../../page/chartForPage.js';
import {versions} from '../../run/versions.js';
import {inspectionCharts} from './inspectionSpecs.js';
import type {Inspection} from './inspectRun.js';

/** Means over the second half of the time steps, when the start is forgotten. */
function late(values: readonly number[]): number {
  const half = values.slice(Math.floor(values.length / 2));
  return half.reduce((sum, value) => sum + value, 0) / half.length;
}

/**
 * One self-contained page: what h, c and the gates of a run do at each time step. Opens without a network.
 *
 * @param name Of the run.
 * @param command That makes the page again.
 */
export async function inspectionPage(inspection: Inspection, name: string, command: string): Promise<string> {
  const {config, statistics, sequences, split, updates, targets} = inspection;
  const charts = await Promise.all(
    inspectionCharts(inspection).map(async (chart) => ({...chart, svg: await chartForPage(chart.spec)})),
  );
  const title = `Inside ${name}: ${modelTitles[config.model]}, ${config.units} units`;
  const steps = statistics.hidden.mean.length;
  const [hidden, cell] = [late(statistics.hidden.variance), late(statistics.cell.variance)];
  const sentence = targets
    ? `In the second half of the steps h has variance ${hidden.toPrecision(3)} (target 1), and c ${(cell / targets.cell).toPrecision(3)} times the variance ${targets.cell.toPrecision(3)} that it is divided by.`
    : `In the second half of the steps h has variance ${hidden.toPrecision(3)} and c ${cell.toPrecision(3)}; nothing in this model holds them at a target.`;
  return htmlPage({
    title,
    command,
    versions: versions(),
    body: `<p>${escapeHtml(sentence)}</p>
<p class="soft">After ${formatCount(updates)} updates, over ${formatCount(sequences)} pieces of ${steps} characters of the ${split} text, each read from the initial
state without dropout; statistics over pieces and units. i, f, o: the gates, g: the candidate, c: the cell, h: the hidden state.</p>
${charts
  .map(
    ({heading, svg, caption}) =>
      `<h2>${escapeHtml(heading)}</h2>\n<figure>${svg}<figcaption>${escapeHtml(caption)}</figcaption></figure>`,
  )
  .join('\n')}`,
  });
}
