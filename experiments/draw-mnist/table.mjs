// Fills the table of README.md beside it, and results.jsonl, from a folder of runs of `normprop draw compare`.
// usage: node experiments/draw-mnist/table.mjs <folder of runs> [commit that trained them; default: the present one]
import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync, readdirSync, writeFileSync} from 'node:fs';
import {arch, cpus, platform} from 'node:os';
import {join} from 'node:path';
import {writeBlock} from '../../tools/writeBlock.mjs';

const [folder, trainedWith] = process.argv.slice(2);
if (folder === undefined || !existsSync(folder)) {
  console.error(`expected a folder of runs, got ${folder ?? 'nothing'}`);
  process.exit(2);
}
// Laurent, Ballas & Vincent 2016, Table 3: test bound in nats after 200 epochs, 64 glimpses, 256 units.
const rows = [
  {group: 'lstm', title: 'baseline', paper: 84.3},
  {group: 'layerNorm', title: 'Layer Norm', paper: 82.09},
  {group: 'weightNorm', title: 'Weight Norm', paper: 81.98},
  {group: 'normProp', title: 'Norm Prop, printed constants', paper: 81.17},
  {group: 'normPropMeanField', title: 'Norm Prop, mean field'},
];
const git = (...args) => execFileSync('git', args, {encoding: 'utf8'}).trim();
const commit = trainedWith ?? git('rev-parse', '--short', 'HEAD');
const machine = `${cpus().length} x ${cpus()[0].model.trim()}, ${platform()} ${arch()}, Node ${process.versions.node}`;

const results = [];
for (const run of readdirSync(folder).sort()) {
  const file = (name) => join(folder, run, name);
  if (!existsSync(file('metrics.jsonl'))) continue;
  const config = JSON.parse(readFileSync(file('config.json'), 'utf8'));
  delete config.dataDir; // a path of one machine
  const lines = readFileSync(file('metrics.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const measured = (kind) => lines.filter((line) => line.kind === kind);
  if (measured('test').length === 0) continue;
  const best = measured('validation').reduce((one, other) => (other.bound < one.bound ? other : one));
  const training = measured('train');
  results.push({
    run,
    group: run.replace(/-seed\d+$/, ''),
    seed: config.seed,
    isFinished: existsSync(file('result.json')),
    epochs: measured('test').at(-1).epoch,
    validation: best.bound,
    test: measured('test').find(({update}) => update === best.update).bound,
    secondsPerUpdate: training.at(-1).seconds / training.at(-1).update,
    curve: measured('test').map(({epoch, bound, kl}) => ({epoch, bound, kl})),
    ...{config, commit, machine},
  });
}
const here = (name) => new URL(name, import.meta.url);
writeFileSync(here('results.jsonl'), results.map((result) => JSON.stringify(result) + '\n').join(''));

const seeds = [...new Set(results.map(({seed}) => seed))].sort((one, other) => one - other);
const cell = (group, seed) => {
  const result = results.find((each) => each.group === group && each.seed === seed);
  if (result === undefined) return '–';
  const {test, epochs, isFinished} = result;
  return `${test.toFixed(2)}${isFinished ? '' : ' (still training)'}, ${Number(epochs.toFixed(1))}`;
};
const mean = (group) => {
  const tests = results.filter((each) => each.group === group && each.isFinished).map(({test}) => test);
  return tests.length < seeds.length ? '–' : (tests.reduce((a, b) => a + b) / tests.length).toFixed(2);
};
const table = [
  `| model | ${seeds.map((seed) => `seed ${seed}: test bound, epochs`).join(' | ')} | mean | paper, 200 epochs at full size |`,
  `| --- | ${seeds.map(() => '---').join(' | ')} | --- | --- |`,
  ...rows.map(
    ({group, title, paper}) =>
      `| ${title} | ${seeds.map((seed) => cell(group, seed)).join(' | ')} | ${mean(group)} | ${paper?.toFixed(2) ?? '–'} |`,
  ),
].join('\n');
console.log(table);
await writeBlock(here('README.md'), 'table', table);
