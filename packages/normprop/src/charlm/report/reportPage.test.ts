import {resolveConfig} from '../config/resolveConfig.js';
import type {CharlmLine} from '../record/charlmMetrics.js';
import {headline} from './headline.js';
import {reportPage} from './reportPage.js';
import {resultTable} from './resultTable.js';
import type {CharlmSummary} from '../record/charlmTypes.js';

function summary(name: string, model: 'lstm' | 'normProp', bits: number, speed: number): CharlmSummary {
  const metrics = [1, 2, 3, 4].flatMap((step): CharlmLine[] => {
    const at = {update: step * 10, epoch: step / 10, seconds: step};
    const bitsPerCharacter = bits + 1 / step;
    return [
      {kind: 'train', ...at, bitsPerCharacter, gradientNorm: 1, clipped: 0.25, charactersPerSecond: speed},
      {kind: 'validation', ...at, bitsPerCharacter, characters: 1000},
    ];
  });
  return {
    name,
    group: name,
    config: resolveConfig({model, updates: 40}),
    metrics,
    result: {
      updates: 40,
      epochs: 0.4,
      seconds: 4,
      trainBitsPerCharacter: bits,
      validation: {bitsPerCharacter: bits, characters: 1000},
      clipped: 0.25,
      charactersPerSecond: speed,
      parameters: 1234,
      inputVariance: 1,
      hiddenMeanSquare: {initial: [0.5, 1, 1.1], trained: [0.6, 1.2, 1.3]},
      sample: {prime: 'a <b> ', temperature: 0.8, text: 'c & "d"'},
      dataDescription: 'Some text',
      versions: {normprop: '1.2.3'},
    },
  };
}

const baseline = summary('LSTM (baseline)', 'lstm', 2.5, 1000);
const normProp = summary('Norm Prop', 'normProp', 2.25, 800);

describe('reportPage', () => {
  test('shows outcome, table, three charts, samples, config, versions and command, without a warning', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const page = await reportPage({runs: [baseline, normProp], command: 'normprop compare a.json'});
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
    expect(page.match(/<svg /g)).toHaveLength(3);
    for (const text of [
      '<h1>Norm Prop reads unseen text best: 2.250 bits per character after 40 updates, against 2.500 for LSTM (baseline).</h1>',
      '<tr class="best"><td>Norm Prop</td><td>2.250</td><td>2.250</td><td>4.0</td><td>1.25</td><td>800</td><td>25 %</td>',
      'Norm Prop: 1.1 at step 3 before training, 1.3 after',
      '<b>a &lt;b&gt; </b>c &amp; "d"'.replace(/"/g, '&quot;'),
      '<tr class="differs"><th>model</th><td>lstm</td><td>normProp</td></tr>',
      '<tr><th>units</th><td>128</td><td>128</td></tr>',
      '<pre>normprop compare a.json</pre>',
      'normprop 1.2.3',
      '>target 1</text>',
      '>validation</text>',
    ])
      expect(page).toContain(text);
  });

  test('shows how fast stock tfjs was, and that this was timed only', async () => {
    const stock = {charactersPerSecond: 50, updates: 3, parameters: 1200};
    const page = await reportPage({runs: [baseline, normProp], command: '', stock});
    expect(page).toContain(
      '<tr class="soft"><td>tf.layers.lstm (timing only)</td><td>–</td><td>–</td><td>–</td><td>20.00</td><td>50</td><td>–</td><td>1,200</td></tr>',
    );
    expect(page).toContain('median of 3 updates');
    expect(page).toContain(
      'It was timed, not trained. Times as fast as it: LSTM (baseline) 20.0, Norm Prop 16.0.',
    );
    expect(await reportPage({runs: [baseline, normProp], command: ''})).not.toContain('tf.layers.lstm');
  });

  test('no two charts share an id, so that none is clipped by another’s frame', async () => {
    const page = await reportPage({runs: [baseline, normProp], command: ''});
    const ids = page.match(/ id="[^"]*"/g)!;
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('headline', () => {
  test('names the winner, whoever it is', () => {
    const better = summary('LSTM (baseline)', 'lstm', 2, 1000);
    expect(headline([better, normProp])).toBe(
      'LSTM (baseline) reads unseen text best: 2.000 bits per character after 40 updates, against 2.250 for Norm Prop.',
    );
  });

  test('of several seeds: mean and spread, in the table too, however good one of them is', () => {
    const seeds = (name: string, model: 'lstm' | 'normProp', bits: number[]): CharlmSummary[] =>
      bits.map((each, index) => ({
        ...summary(`${name}, seed ${index + 1}`, model, each, 1000),
        group: name,
      }));
    const runs = [...seeds('LSTM', 'lstm', [2, 2.8]), ...seeds('Norm Prop', 'normProp', [2.2, 2.3])];
    expect(headline(runs)).toBe(
      'Norm Prop reads unseen text best: 2.250 ± 0.071 bits per character after 40 updates, ' +
        'mean ± standard deviation of 2 seeds, against 2.400 ± 0.566 for LSTM.',
    );
    const {rows} = resultTable(runs);
    expect(rows.map(({cells: [name, , validation], best}) => [name, validation, best])).toEqual([
      ['LSTM, seed 1', '2.000', false],
      ['LSTM, seed 2', '2.800', false],
      ['Norm Prop, seed 1', '2.200', false],
      ['Norm Prop, seed 2', '2.300', false],
      ['LSTM, 2 seeds', '2.400 ± 0.566', false],
      ['Norm Prop, 2 seeds', '2.250 ± 0.071', true],
    ]);
  });

  test('of three and of one', () => {
    const third = summary('Layer Norm', 'lstm', 2.4, 1000);
    expect(headline([baseline, normProp, third])).toMatch(
      /against 2\.400 for Layer Norm and 2\.500 for LSTM \(baseline\), the last\.$/,
    );
    expect(headline([normProp])).toBe(
      'Norm Prop needs 2.250 bits for a character that it has not seen, after 40 updates.',
    );
  });
});
