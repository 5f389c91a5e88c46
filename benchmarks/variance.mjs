// `npm run bench:variance`: whether the mean field's constants hold in a real layer, for every setting of the target.
// usage, after a build: node benchmarks/variance.mjs [--units 1000] [--quick] [--write]
//   --quick: every ninth setting;   --write: put the table into docs/variance.md
// All settings take about half an hour on one free core.
import {readFileSync, writeFileSync} from 'node:fs';
import {parseArgs} from 'node:util';
import {normPropVariances} from 'normprop-core';
import {orthogonalWeights, simulate} from './variance/simulatedLayer.mjs';

const {values: options} = parseArgs({
  options: {units: {type: 'string', default: '1000'}, quick: {type: 'boolean'}, write: {type: 'boolean'}},
});
const gains = [0.5, 1, 2, 3];
const all = [
  ...gains.flatMap((x) =>
    gains.flatMap((h) => [0.5, 1, 2].flatMap((c) => [0, 1, 2].map((bias) => [x, h, c, bias]))),
  ),
  ...[0, 1, 2].map((bias) => [0.1, 0.1, 0.1, bias]),
];
const settings = options.quick ? all.filter((_, k) => k % 9 === 4) : all;
const units = Number(options.units);
console.log(`orthogonal weights for ${units} units ...`);
const weights = orthogonalWeights(units, 1);

const percent = (value, digits = 1) => `${(100 * value).toFixed(digits)} %`;
const heading = [
  '| γx, γh, γc | forget bias | Var[c], Var[h] paper | Var[c], Var[h] mean field | E[h²] measured | Var[c] measured/predicted | holds |',
  '|---|---|---|---|---|---|---|',
];
const rows = [];
let held = 0;
console.log(heading.join('\n'));
for (const [gammaX, gammaH, gammaC, forgetBias] of settings) {
  const setting = {gammaX, gammaH, gammaC, forgetBias};
  const paper = normPropVariances({...setting, method: 'paper'});
  const field = normPropVariances({...setting, method: 'meanField'});
  const {hidden, cell} = simulate(weights, setting, field, budget(field));
  const ratio = cell.mean / field.cellVariance;
  const good = Math.abs(hidden.mean - 1) < 0.02 && Math.abs(ratio - 1) < 0.03;
  if (good) held++;
  const verdict = good ? 'yes' : field.stable ? 'no' : 'no, and `stable: false`';
  const row = [
    `${gammaX}, ${gammaH}, ${gammaC}`,
    forgetBias,
    `${paper.cellVariance.toPrecision(4)}, ${paper.hiddenVariance.toPrecision(4)}`,
    `${field.cellVariance.toPrecision(4)} ± ${percent(field.error.cellVariance)}, ` +
      `${field.hiddenVariance.toPrecision(4)} ± ${percent(field.error.hiddenVariance)}`,
    `${hidden.mean.toFixed(3)} ± ${hidden.error.toFixed(3)}`,
    `${ratio.toFixed(3)} ± ${(cell.error / field.cellVariance).toFixed(3)}`,
    verdict,
  ];
  rows.push(`| ${row.join(' | ')} |`);
  console.log(rows.at(-1));
}
const summary = `${held} of ${settings.length} settings hold: E[h²] within 2 % of 1 and Var[c] within 3 % of the prediction, at ${units} units.`;
console.log(`\n${summary}`);
if (options.write) write([summary, '', ...heading, ...rows].join('\n'));

/** Long enough to forget the zeros; more steps where memory is long, because then a step tells less. */
function budget({correlationTime, sensitivity}) {
  const memory = correlationTime * Math.min(sensitivity, 20);
  return {
    batch: 8,
    warmup: Math.min(1200, Math.round(100 + 6 * memory)),
    steps: correlationTime > 10 ? 400 : 200,
    seed: 2,
  };
}

function write(table) {
  const file = new URL('../docs/variance.md', import.meta.url);
  const [start, end] = ['<!-- bench:variance -->', '<!-- /bench:variance -->'];
  const text = readFileSync(file, 'utf8');
  const [before, rest] = [text.slice(0, text.indexOf(start) + start.length), text.slice(text.indexOf(end))];
  writeFileSync(file, `${before}\n\n${table}\n\n${rest}`);
}
