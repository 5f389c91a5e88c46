import {formatCount} from '../../progress/formatCount.js';
import {configTable} from '../../page/configTable.js';
import {curveSpec} from './curveSpecs.js';
import {escapeHtml} from '../../page/escapeHtml.js';
import {headline} from './headline.js';
import {hiddenVarianceSpec} from './hiddenVarianceSpec.js';
import {htmlPage} from '../../page/htmlPage.js';
import {tableAsHtml} from '../../page/table.js';
import type {CharlmSummary} from '../record/charlmTypes.js';
import {charlmOptions} from '../config/charlmOptions.js';
import {chartForPage} from '../../page/chartForPage.js';
import {resultTable} from './resultTable.js';
import {stockWords} from './stockTiming.js';
import type {StockTiming} from './stockTiming.js';

/** What a report says besides its runs. */
export interface ReportArgs {
  runs: readonly CharlmSummary[];
  /** The command that makes these runs again. */
  command: string;
  /** How fast stock tfjs was in the same run, for a row of its own. */
  stock?: StockTiming;
}

/**
 * One self-contained page: the outcome in words, the table, curves over updates and over seconds, the hidden
 * state's mean square per time step, samples, configuration, versions, the command. Opens without a network.
 */
export async function reportPage({runs, command, stock}: ReportArgs): Promise<string> {
  const title = headline(runs);
  const [overUpdates, overSeconds, variance] = await Promise.all(
    [curveSpec(runs, 'update'), curveSpec(runs, 'seconds'), hiddenVarianceSpec(runs)].map(chartForPage),
  );
  const {result} = runs[0];
  return htmlPage({
    title,
    command,
    versions: result.versions,
    body: `<p class="soft">Text: ${escapeHtml(result.dataDescription)}. Lower is better: bits per character says how many yes-or-no
answers, on average, the model still lacks to know the next character. Train is the mean over the last tenth of the updates (at most 100), validation is
over ${formatCount(result.validation.characters)} characters that were never trained on, in pieces of ${runs[0].config.length}.
Seconds are those spent in updates. Characters/s is the median over the run, and the time ratio compares these medians with the first row's.
Each row is one run: another seed gives other figures.</p>
<div class="wide">${tableAsHtml(resultTable(runs, stock))}</div>${
      stock
        ? `
<p class="soft">${escapeHtml(stockWords(stock, runs))}</p>`
        : ''
    }
<h2>Learning, update by update</h2>
<figure>${overUpdates}</figure>
<h2>Learning, second by second</h2>
<figure>${overSeconds}<figcaption>The same curves over the time that the updates took on this machine.</figcaption></figure>
<h2>The size of the hidden state</h2>
<p>Norm Prop is built to keep the variance of its hidden state at 1, whatever the time step. Below is the mean of h² at each step,
over units and over a batch of validation text.${constantsWords(runs)}${meanSquareWords(runs)}</p>
<figure>${variance}</figure>
<h2>What the models write</h2>
${runs.map(sample).join('\n')}
<h2>Configuration</h2>
<p class="soft">${runs.length > 1 ? 'Marked rows differ between the runs. ' : ''}${inputWords(runs)}</p>
<div class="wide">${configTable(charlmOptions, runs)}</div>`,
  });
}

const last = (values: readonly number[]): number => values[values.length - 1];

function constantsWords(runs: readonly CharlmSummary[]): string {
  if (!runs.some(({config}) => config.varianceMethod === 'paper')) return '';
  return " The paper's constants bring it near 1 and not to it: they leave out that h is correlated in time.";
}

function meanSquareWords(runs: readonly CharlmSummary[]): string {
  const words = runs.map(
    ({
      name,
      result: {
        hiddenMeanSquare: {initial, trained},
      },
    }) => {
      const steps = initial.length;
      return `${escapeHtml(name)}: ${last(initial).toPrecision(2)} at step ${steps} before training, ${last(trained).toPrecision(2)} after`;
    },
  );
  return ` At the last step: ${words.join('; ')}.`;
}

function inputWords(runs: readonly CharlmSummary[]): string {
  const variances = [...new Set(runs.map((run) => run.result.inputVariance.toPrecision(3)))];
  return `Variance of each input component: ${variances.join(', ')} (Norm Prop's equations assume 1).`;
}

function sample({name, result}: CharlmSummary): string {
  const {prime, temperature, text} = result.sample;
  return `<h3>${escapeHtml(name)}</h3>
<pre><b>${escapeHtml(prime)}</b>${escapeHtml(text)}</pre>
<p class="soft">Temperature ${temperature}; the bold beginning was given.</p>`;
}
