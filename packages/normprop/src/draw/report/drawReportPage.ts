import {escapeHtml} from '../../page/escapeHtml.js';
import {configTable} from '../../page/configTable.js';
import {htmlPage} from '../../page/htmlPage.js';
import {rankedBySeed, seedWords} from '../../page/bySeed.js';
import {showSpread} from '../../page/spread.js';
import {tableAsHtml} from '../../page/table.js';
import {chartForPage} from '../../page/chartForPage.js';
import {drawOptions} from '../config/drawOptions.js';
import type {DrawSummary} from '../record/drawTypes.js';
import {boundCurveSpec} from './boundCurveSpec.js';
import {drawResultTable} from './drawResultTable.js';

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
  runs: readonly DrawSummary[];
  /** The command that makes these runs again. */
  command: string;
  /** Of a single run. */
  pictures?: DrawPictures;
}

/** One self-contained page: the outcome in words, the table, curves, pictures, configuration, versions, the command. */
export async function drawReportPage({runs, command, pictures}: DrawReportArgs): Promise<string> {
  const title = headline(runs);
  const [{result}] = runs;
  const curves = await chartForPage(boundCurveSpec(runs, ['train', 'validation', 'test']));
  return htmlPage({
    title,
    command,
    versions: result.versions,
    style: 'figure img { display: block; max-width: 100%; image-rendering: pixelated; }',
    body: `<p class="soft">Images: ${escapeHtml(result.dataDescription)}. Lower is better: the bound says how many nats, at most, the model needs for an image:
those of the latents (KL) and those of the pixels given the canvas. Both bounds are over ${result.validation.images} validation and ${result.test.images} test images,
one sample of the latents each; the test bound is the one at the best validation bound. Seconds are those spent in updates.</p>
<div class="wide">${tableAsHtml(drawResultTable(runs))}</div>
${pictures ? pictureSections(pictures, runs[0].config.attention) : ''}
<h2>Learning, epoch by epoch</h2>
<figure>${curves}</figure>
<h2>Configuration</h2>
<div class="wide">${configTable(drawOptions, runs)}</div>`,
  });
}

/** Of several seeds the mean and the spread. */
function headline(runs: readonly DrawSummary[]): string {
  const ranked = rankedBySeed(runs, ({result}) => result.test.bound);
  const [{group, seeds, figure}] = ranked;
  const epochs = `after ${Number(runs[0].result.epochs.toFixed(1))} epochs${seedWords(seeds)}`;
  const nats = `${showSpread(figure, 2)} nats`;
  return ranked.length === 1
    ? `DRAW with ${group} needs at most ${nats} for a test image, ${epochs}.`
    : `DRAW with ${group} has the lowest test bound: ${nats} ${epochs}.`;
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
