import {configTable} from '../../page/configTable.js';
import {isDrawn} from '../../page/chartForPage.js';
import {chartWidth} from '../../page/renderChart.js';
import type {CurveAxis} from '../report/curveSpecs.js';
import {escapeHtml} from '../../page/escapeHtml.js';
import {htmlPage} from '../../page/htmlPage.js';
import {charlmOptions} from '../config/charlmOptions.js';
import {crosshairScript} from './crosshairScript.js';
import {testWords, timeWords} from './experimentReport.js';
import type {ExperimentReport, TextResults} from './experimentReport.js';
import {curvesOf, figureHeight} from './learningCurves.js';
import {plotAreaOf, readableChart} from './readableChart.js';
import type {RunGroup} from './runGroup.js';
import {tableAsHtml} from '../../page/table.js';

/** The figures' pictures, as `experimentFigures` draws them. */
export type FigurePictures = Record<CurveAxis, string>;

const style = `
.readable { position: relative; outline-offset: 4px; cursor: crosshair; }
.tip { position: absolute; pointer-events: none; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: 6px 10px; box-shadow: 0 2px 10px #0002; }
.tip[hidden] { display: none; }
.tip table { font-size: 13px; }
.tip th, .tip td { padding: 1px 10px 1px 0; text-align: left; white-space: nowrap; font-weight: normal; }
.tip th { color: var(--soft); }
main { max-width: 960px; }
.results td { white-space: nowrap; }
ul { margin: 6px 0; padding-left: 22px; }
.differs-words { background: var(--mark); border-radius: 6px; padding: 10px 14px; margin: 14px 0; }
`;

/** One page over many runs that opens without a network: results, order, curves to read values from, times, samples, configs. */
export function experimentPage(report: ExperimentReport, pictures: FigurePictures): string {
  const {title, groups, texts, times, tests, notes, leftOut, command} = report;
  const [how, measure, ...others] = notes;
  const list = (items: readonly string[]): string =>
    items.length ? `<ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>` : '';
  const resultsOf = ({text, results, order}: TextResults): string => {
    const words = order.sentences.map((sentence) => escapeHtml(sentence)).join('<br>');
    return `${texts.length > 1 ? `<h3>${escapeHtml(text)}</h3>\n` : ''}<div class="wide">${tableAsHtml(results)}</div>
${words && `<div class="${order.reversals.length ? 'differs-words' : ''}">${words}${list(order.reversals)}</div>`}`;
  };
  return htmlPage({
    title,
    command,
    commandHeading: 'To make this page again',
    style,
    script: crosshairScript,
    body: `<p>${escapeHtml(how)}</p>
<h2>Results</h2>
<p class="soft">${escapeHtml(measure)}</p>
${texts.map(resultsOf).join('\n')}
${others.map((note) => `<p class="soft">${escapeHtml(note)}</p>`).join('\n')}
${list(leftOut.map((line) => `Left out: ${line}`))}
${tests ? `<h2>The test text</h2>\n<div class="wide">${tableAsHtml(tests)}</div>\n<p class="soft">${escapeHtml(testWords(report))}</p>` : ''}
<h2>Learning, update by update</h2>
${figure(groups, 'update', pictures.update)}
<p class="soft">Dashed: training, means over equally many updates. Solid: validation. A curve a run. Point at the picture, or use the arrow keys, to read values.</p>
<h2>Learning, second by second</h2>
${figure(groups, 'seconds', pictures.seconds)}
<h2>Time</h2>
<div class="wide">${tableAsHtml(times)}</div>
<p class="soft">${escapeHtml(timeWords(report))}</p>
${samples(groups)}
<h2>Configurations</h2>
${groups.length > 1 ? '<p class="soft">Marked rows differ. The seed is that of the first run.</p>' : ''}
<div class="wide">${configTable(
      charlmOptions,
      groups.map(({name, runs: [{config}]}) => ({name, config})),
    )}</div>`,
  });
}

function figure(groups: readonly RunGroup[], axis: CurveAxis, svg: string): string {
  if (!isDrawn(svg)) return svg;
  const curves = curvesOf(groups);
  const end = Math.max(...curves.flatMap(({points}) => points.map((point) => point[axis])));
  const plot = plotAreaOf(svg, {width: chartWidth, height: figureHeight, end});
  return `<figure>${readableChart({svg, curves, axis, plot})}</figure>`;
}

function samples(groups: readonly RunGroup[]): string {
  const shown = groups.flatMap(({name, runs}) => {
    const run = runs.find(({sample}) => sample);
    if (!run?.sample) return [];
    const {prime, temperature, text} = run.sample;
    return `<h3>${escapeHtml(name)}</h3>
<pre><b>${escapeHtml(prime)}</b>${escapeHtml(text)}</pre>
<p class="soft">Seed ${run.config.seed}, temperature ${temperature}; the bold beginning was given.</p>`;
  });
  return shown.length ? `<h2>What the models write</h2>\n${shown.join('\n')}` : '';
}
