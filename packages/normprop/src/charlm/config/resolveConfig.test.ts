import {budgetDifferences, resumeDifferences} from '../../config/configDifferences.js';
import {optionsFor} from '../../config/commandFor.js';
import {charlmTask} from '../charlmTask.js';
import {charlmRules, resolveConfig} from './resolveConfig.js';
import {resumeConfig} from '../../config/resumeConfig.js';

describe('resolveConfig', () => {
  test('fills in the model’s own options', () => {
    expect(resolveConfig({model: 'normProp'})).toMatchObject({
      gammaX: 0.5,
      cellPenalty: 0.1,
      gammaH: 0.25,
      gammaC: 0.5,
      varianceMethod: 'meanField',
      unitNorm: true,
      updates: 1000,
      epochs: null,
    });
    expect(resolveConfig({model: 'lstm'})).toMatchObject({
      gammaX: null,
      varianceMethod: null,
      unitNorm: false,
    });
  });

  test.each([
    [{units: 0}, 'units: expected an integer of at least 1, got 0'],
    [{units: 2.5}, 'units: expected an integer of at least 1, got 2.5'],
    [{model: 'gru'}, "model: expected one of lstm, weightNorm, normProp, layerNorm, batchNorm, got 'gru'"],
    [{backend: 'webgl'}, "backend: expected one of cpu, wasm, tensorflow, webgpu, got 'webgl'"],
    [{gammaX: -1}, 'gammaX: expected a number above 0, or default, got -1'],
    [
      {model: 'lstm', gammaX: 1},
      "gammaX: the model 'lstm' has no such option; these have: weightNorm, normProp",
    ],
    [
      {model: 'layerNorm', varianceMethod: 'paper'},
      "varianceMethod: the model 'layerNorm' has no such option",
    ],
    [{dropout: 1}, 'dropout: expected a number of at least 0 and below 1, got 1'],
    [{decay: 'straight:0.1'}, 'decay: expected none, linear, cosine'],
    [{updates: 5, epochs: 1}, 'updates and epochs: expected one of them, got both'],
    [{unit: 5}, "config: unknown field 'unit'; the fields are data, dataDir"],
    [{checkpointEvery: 'often'}, 'checkpointEvery: expected a number of updates (500) or of seconds (60s)'],
  ])('refuses %p', (given, message) => {
    expect(() => resolveConfig(given as never)).toThrow(message);
  });

  test('a saved config resolves to itself', () => {
    for (const model of ['lstm', 'weightNorm', 'normProp', 'layerNorm', 'batchNorm'] as const) {
      const config = resolveConfig({model, epochs: 2, seed: 4});
      expect(resolveConfig(JSON.parse(JSON.stringify(config)) as typeof config)).toEqual(config);
    }
  });
});

describe('differences of configs', () => {
  const saved = resolveConfig({units: 64, updates: 100});

  test('a resumed run may be longer, and nothing else', () => {
    expect(resumeDifferences(saved, {...saved, updates: 200})).toEqual([]);
    expect(resumeConfig(charlmRules, saved, {epochs: 2}, 'runs/x')).toMatchObject({
      updates: null,
      epochs: 2,
      units: 64,
    });
    expect(() => resumeConfig(charlmRules, saved, {units: 128, seed: 9}, 'runs/x')).toThrow(
      'run folder runs/x: holds a run of another config.\n' +
        '  units: 64 in the run folder, 128 asked for\n  seed: 1 in the run folder, 9 asked for',
    );
  });

  test('an equal budget is the same text, pieces, updates and backend', () => {
    const {budget} = charlmTask;
    expect(budgetDifferences(saved, resolveConfig({model: 'lstm', units: 32, updates: 100}), budget)).toEqual(
      [],
    );
    expect(budgetDifferences(saved, {...saved, updates: 50}, budget)).toEqual(['updates: 100 and 50']);
  });
});

describe('optionsFor', () => {
  test('says only what is not usual, as it is typed', () => {
    const config = resolveConfig({
      model: 'normProp',
      data: 'my novel.txt',
      epochs: 2,
      clipNorm: null,
      unitNorm: false,
      learnInitialState: true,
    });
    expect(optionsFor(charlmRules, config)).toBe(
      "--data 'my novel.txt' --model normProp --learn-initial-state --epochs 2 --clip-norm none --no-unit-norm",
    );
  });
});
