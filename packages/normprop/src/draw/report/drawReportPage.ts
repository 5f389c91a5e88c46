import {escapeHtml} from '../../report/escapeHtml.js';
import {pageStyle} from '../../report/pageStyle.js';
import {renderChart} from '../../report/renderChart.js';
import {drawOptions} from '../config/drawOptions.js';
import type {DrawRunSummary} from '../train/drawRun.js';
import {boundCurveSpec} from './boundCurveSpec.js';
import {drawResultHeadings, drawResultRows} from './drawResultRows.js';

/** Pictures of one run, as files' bytes. */
export interface DrawPictures {
  /** PNG. */
  samples: Uint8Array;
  /** PNG, pairs. */
  reconstructions: Uint8Array;
  /** GIF: test images read and painted. */
  animation: Uint8Array;
  /** GIF: samples painted. */
  sampleAnimation: Uint8Array;
}

/** What a page of DRAW runs says. */
export interface DrawReportArgs {
  runs: readonly DrawRunSummary[];
  /** The command that makes these runs again. */
  command: string;
  /** Of a single run. */
  pictures?: DrawPictures;
}

/** One self-contained page: the outcome in words, the table, curves, pictures, configuration, versions, the command. */
export async function drawReportPage({runs, command, pictures}: DrawReportArgs): Promise<string> {
  const title = headline(runs);
  const [{result}] = runs;
  const curves = await renderChart(boundCurveSpec(runs, ['train', 'validation', 'test']));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${pageStyle}
figure img { display: block; max-width: 100%; image-rendering: pixelated; }</style>
</head>
<body><main>
<h1>${escapeHtml(title)}</h1>
<p class="soft">Images: ${escapeHtml(result.dataDescription)}. Lower is better: the bound says how many nats, at most, the model needs for an image:
those of the latents (KL) and those of the pixels given the canvas. Both bounds are over ${result.validation.images} validation and ${result.test.images} test images,
one sample of the latents each; the test bound is the one at the best validation bound. Seconds are those spent in updates.</p>
<div class="wide">${table(runs)}</div>
${pictures ? pictureSections(pictures, runs[0].config.attention) : ''}
<h2>Learning, epoch by epoch</h2>
<figure>${curves}</figure>
<h2>Configuration</h2>
<div class="wide">${configuration(runs)}</div>
<h2>To make this again</h2>
<pre>${escapeHtml(command)}</pre>
<p class="soft">${escapeHtml(
    Object.entries(result.versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(' · '),
  )}</p>
</main></body>
</html>
`;
}

function headline(runs: readonly DrawRunSummary[]): string {
  const ranked = [...runs].sort((one, other) => one.result.test.bound - other.result.test.bound);
  const [{name, result}] = ranked;
  const epochs = `after ${Number(result.epochs.toFixed(1))} epochs`;
  const bound = `${result.test.bound.toFixed(2)} nats`;
  return runs.length === 1
    ? `DRAW with ${name} needs at most ${bound} for a test image, ${epochs}.`
    : `DRAW with ${name} has the lowest test bound: ${bound} ${epochs}.`;
}

function pictureSections(
  {samples, reconstructions, animation, sampleAnimation}: DrawPictures,
  attention: boolean,
): string {
  const image = (type: string, bytes: Uint8Array, text: string): string =>
    `<figure><img src="data:image/${type};base64,${Buffer.from(bytes).toString('base64')}" alt="${text}"><figcaption>${text}</figcaption></figure>`;
  const windows = attention
    ? ' Green frames: where it reads; red frames: where it writes; the thicker, the more blurred.'
    : '';
  return `<h2>What the model paints</h2>
${image('png', samples, 'New images from latents of the prior: the probability of each pixel.')}
${image('gif', sampleAnimation, 'How new images come about, glimpse after glimpse.')}
<h2>What the model sees</h2>
${image('png', reconstructions, 'Test images, each with its reconstruction at its right.')}
${image('gif', animation, `Test images above, what is painted of them below, glimpse after glimpse.${windows}`)}`;
}

function table(runs: readonly DrawRunSummary[]): string {
  const head = drawResultHeadings.map((heading) => `<th>${heading}</th>`).join('');
  const best = Math.min(...runs.map(({result}) => result.test.bound));
  const rows = drawResultRows(runs).map((cells, index) => {
    const isBest = runs.length > 1 && runs[index].result.test.bound === best;
    const row = cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('');
    return `<tr${isBest ? ' class="best"' : ''}>${row}</tr>`;
  });
  return `<table class="results"><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function configuration(runs: readonly DrawRunSummary[]): string {
  const heads = runs.map(({name}) => `<th>${escapeHtml(name)}</th>`).join('');
  const rows = drawOptions.map(({name}) => {
    const values = runs.map(({config}) => String(config[name] ?? '–'));
    const differs = values.some((value) => value !== values[0]);
    const cells = values.map((value) => `<td>${escapeHtml(value)}</td>`).join('');
    return `<tr${differs ? ' class="differs"' : ''}><th>${name}</th>${cells}</tr>`;
  });
  return `<table class="config"><thead><tr><th></th>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}
