import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {readSweepFile} from '../src/sweep/readSweepFile.js';
import {sweepRuns} from '../src/sweep/sweepRuns.js';
import {emptyFolder} from './support/tinyRun.js';
import {runCommand} from './support/runCommand.js';

const folder = emptyFolder();
function fileOf(sweep: unknown): string {
  const file = join(folder, 'sweep.json');
  writeFileSync(file, JSON.stringify(sweep));
  return file;
}
const runsOf = async (given: unknown) => {
  const {task, sweep} = await readSweepFile(fileOf(given));
  return sweepRuns(task, sweep);
};
const namesOf = async (sweep: unknown) => (await runsOf(sweep)).map(({name}) => name);

describe('the runs of a sweep file', () => {
  test('grid: every combination with every seed, seed by seed; names with commas set several options', async () => {
    const runs = await runsOf({
      base: {units: 7},
      grid: {learningRate: [0.01, 0.002], 'gammaX, gammaH': [1, 2]},
      seeds: [3, 4],
    });
    expect(runs.map(({name}) => name)).toEqual(
      [3, 4].flatMap((seed) =>
        [0.01, 0.002].flatMap((rate) =>
          [1, 2].map((gain) => `learningRate=${rate}-gammaX,gammaH=${gain}-seed${seed}`),
        ),
      ),
    );
    expect(runs[5].config).toMatchObject({
      units: 7,
      learningRate: 0.01,
      gammaX: 2,
      gammaH: 2,
      gammaC: 0.5,
      seed: 4,
    });
  });

  test('variants add to the sweep; their base may be a file beside the sweep', async () => {
    writeFileSync(join(folder, 'base.json'), JSON.stringify({updates: 9, seed: 5}));
    const runs = await runsOf({
      base: 'base.json',
      grid: {learningRate: [0.01]},
      variants: [
        {name: 'plain', base: {model: 'lstm'}, grid: {forgetBias: [1, 2]}},
        {name: 'layer norm', base: {model: 'layerNorm'}},
      ],
    });
    expect(runs.map(({name, config: {model, updates}}) => [name, model, updates])).toEqual([
      ['plain-learningRate=0.01-forgetBias=1-seed5', 'lstm', 9],
      ['plain-learningRate=0.01-forgetBias=2-seed5', 'lstm', 9],
      [expect.stringMatching(/^layer_norm-learningRate=0.01-[\da-f]{8}-seed5$/), 'layerNorm', 9],
    ]);
  });

  test('changes: the base, then one value at a time, without those that the base or the default has', async () => {
    const changes = {
      inputScale: ['sqrt', 1],
      clipNorm: [0.5, null],
      'gammaX,gammaH': [2, 1],
      units: [128, 7],
    };
    expect(await namesOf({base: {gammaX: 2, gammaH: 2, units: 7}, changes})).toEqual([
      'base-seed1',
      'inputScale=1-seed1',
      'clipNorm=0.5-seed1',
      'clipNorm=none-seed1',
      'gammaX,gammaH=1-seed1',
      'units=128-seed1',
    ]);
  });

  test('random: as many different settings as tries, in range, whole where they must be, the same each time', async () => {
    const random = {
      learningRate: {from: 1e-4, to: 1e-1, scale: 'log'},
      units: {from: 16, to: 64},
      model: ['lstm', 'layerNorm'],
    };
    const runs = await runsOf({random, tries: 60, seed: 2});
    expect(new Set(runs.map(({name}) => name)).size).toBe(60);
    const rates = runs.map(({config}) => config.learningRate);
    expect(Math.min(...rates)).toBeGreaterThanOrEqual(1e-4);
    expect(Math.max(...rates)).toBeLessThanOrEqual(1e-1);
    // A third of the draws belongs to each decade: 20, with a standard deviation of 3.7.
    for (const decade of [1e-4, 1e-3, 1e-2]) {
      const inside = rates.filter((rate) => rate >= decade && rate < 10 * decade).length;
      expect(Math.abs(inside - 20)).toBeLessThan(12);
    }
    for (const {config} of runs) expect(config.units).toBe(Math.round(config.units));
    expect(await runsOf({random, tries: 60, seed: 2})).toEqual(runs);
    expect((await runsOf({random, tries: 10, seed: 3}))[0].config).not.toEqual(runs[0].config);
    // Another option leaves the draws of the others as they are.
    const more = await runsOf({random: {...random, dropout: {from: 0, to: 0.5}}, tries: 60, seed: 2});
    expect(more.map(({config}) => config.learningRate)).toEqual(rates);
  });

  test('--data-dir without Penn Treebank is an error', async () => {
    const file = fileOf({grid: {units: [1, 2]}});
    const {code, err} = await runCommand('sweep', file, '--out', join(folder, 'out'), '--data-dir', 'x');
    expect(err).toContain("--data-dir: is for data 'ptb', which no run of this sweep has");
    expect(code).toBe(2);
  });

  test.each([
    [{grid: {learningrate: [1]}}, "config: unknown field 'learningrate'; the fields are data, dataDir"],
    [{grid: {learningRate: [0.1, 'fast']}}, "learningRate: expected a number above 0, got 'fast'"],
    [{grid: {units: 5}}, 'grid: expected an object of options, each with a list of values, got {"units":5}'],
    [{gird: {}}, "unknown field 'gird'; the fields are base, grid, random, tries, seed, changes, name"],
    [{}, 'expected one of grid, random and changes, got none'],
    [{grid: {units: [1]}, changes: {units: [2]}}, 'got grid and changes'],
    [{grid: {units: [1]}, seed: 3}, 'tries and seed go with random'],
    [{random: {units: [1, 2]}}, 'random needs tries'],
    [{random: {units: [1, 2]}, tries: 3}, 'tries: asks for 3, but the lists have 2 settings'],
    [{random: {units: {from: 2, to: 1}}, tries: 3}, 'random: expected'],
    [{grid: {units: [1, 1]}}, "the run 'v-units=1-seed1' is there twice"],
    [{base: {model: 'lstm'}, grid: {gammaX: [1]}}, "gammaX: the model 'lstm' has no such option"],
  ])('an error says what is wrong: %j', async (part, message) => {
    const file = fileOf({variants: [{name: 'v', ...part}]});
    const {code, err} = await runCommand('sweep', file, '--out', join(folder, 'out'));
    expect(err).toContain(message);
    expect(code).toBe(2);
  });
});
