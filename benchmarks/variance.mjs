// `npm run bench:variance`: whether the mean field's constants hold in a real layer, for every setting of the target.
// usage, after a build: node benchmarks/variance.mjs [--units 1000] [--slice k/n | --setting x,h,c,bias ...] [--kept] [--write]
//   --slice k/n  of the settings only the k-th, (k+n)-th, …;   --kept  simulate nothing, show what has been simulated
//   --write      put the table into docs/variance.md, and the picture of the widths beside it
// All settings take about half an hour on one free core. What is simulated stays in runs/variance-bench/, so that a run
// that was interrupted goes on, and slices add up.
import {readFileSync, writeFileSync} from 'node:fs';
import {parseArgs} from 'node:util';
import {normPropVariances} from 'normprop-core';
import {drawWidth} from './variance/drawWidth.mjs';
import {keep, kept} from './variance/keptMeasurements.mjs';
import {orthogonalWeights, simulate} from './variance/simulatedLayer.mjs';

const {values: options} = parseArgs({
  options: {
    units: {type: 'string', default: '1000'},
    slice: {type: 'string', default: '1/1'},
    setting: {type: 'string', multiple: true},
    kept: {type: 'boolean'},
    write: {type: 'boolean'},
  },
});
const gains = [0.5, 1, 2, 3];
const all = [
  ...gains.flatMap((x) =>
    gains.flatMap((h) => [0.5, 1, 2].flatMap((c) => [0, 1, 2].map((bias) => [x, h, c, bias]))),
  ),
  ...[0, 1, 2].map((bias) => [0.1, 0.1, 0.1, bias]),
];
const settings = options.setting?.map((text) => text.split(',').map(Number)) ?? sliceOf(all, options.slice);
const units = Number(options.units);
let weights;

const percent = (value, digits = 1) => `${(100 * value).toFixed(digits)} %`;
const heading = [
  '| γx, γh, γc | forget bias | Var[c], Var[h] paper | Var[c], Var[h] mean field | E[h²] measured | Var[c] measured/predicted | holds |',
  '|---|---|---|---|---|---|---|',
];
const rows = [];
let held = 0;
let unstable = 0;
const points = [];
console.log(heading.join('\n'));
for (const [gammaX, gammaH, gammaC, forgetBias] of settings) {
  const setting = {gammaX, gammaH, gammaC, forgetBias};
  const paper = normPropVariances({...setting, varianceMethod: 'paper'});
  const field = normPropVariances({...setting, width: units, varianceMethod: 'meanField'});
  let measured = measure(setting, field);
  // What the standard errors leave open is looked at again, with four times the sequences.
  if (measured !== undefined && field.stable && open(measured, field)) measured = measure(setting, field, 4);
  if (measured === undefined) continue;
  const {hidden, cell} = measured;
  const ratio = cell.mean / field.cellVariance;
  if (field.sensitivity <= 10) {
    const error = Math.hypot(cell.error / field.cellVariance, field.error.cellVariance);
    points.push({estimate: field.widthExcess / units, excess: ratio - 1, error, forgetBias});
  }
  const good = Math.abs(hidden.mean - 1) < 0.02 && Math.abs(ratio - 1) < 0.03;
  if (good) held++;
  else if (!field.stable) unstable++;
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
const summary =
  `${held} of ${rows.length} settings hold: E[h²] within 2 % of 1 and Var[c] within 3 % of the prediction, at ${units} units. ` +
  `Of the others ${unstable} are reported as \`stable: false\`.` +
  (rows.length < all.length ? ` ${all.length - rows.length} settings have not been simulated.` : '');
console.log(`\n${summary}`);
const estimate = points.reduce(
  (sum, {excess, estimate, error}) => sum + ((excess - estimate) / error) ** 2,
  0,
);
const none = points.reduce((sum, {excess, error}) => sum + (excess / error) ** 2, 0);
const fit =
  `Against the measured Var[c] the estimate of the width has χ² = ${estimate.toFixed(0)} over ${points.length} settings; ` +
  `no excess at all would have ${none.toFixed(0)}.`;
console.log(fit);
if (options.write) {
  write([`${summary} ${fit}`, '', ...heading, ...rows].join('\n'));
  const picture = new URL('../docs/variance-width.svg', import.meta.url);
  writeFileSync(picture, await drawWidth(points, units));
}

/** Whether one of the two limits, 2 % and 3 %, lies within two standard errors of what was measured. */
function open({hidden, cell}, {cellVariance}) {
  const near = (value, error, limit) => Math.abs(Math.abs(value - 1) - limit) < 2 * error;
  return (
    near(hidden.mean, hidden.error, 0.02) || near(cell.mean / cellVariance, cell.error / cellVariance, 0.03)
  );
}

/** What the layer does, simulated unless it has been; undefined for a setting that has not, with `--kept`. */
function measure(setting, field, times = 1) {
  const {cellVariance, hiddenVariance} = field;
  const args = {units, setting, constants: {cellVariance, hiddenVariance}, budget: budget(field, times)};
  const before = kept(args);
  if (before !== undefined || options.kept) return before;
  if (weights === undefined) console.error(`orthogonal weights for ${units} units ...`);
  weights ??= orthogonalWeights(units, 1);
  const measurement = simulate(weights, setting, args.constants, args.budget);
  keep(args, measurement);
  return measurement;
}

/** Long enough to forget the zeros; more steps where memory is long, because then a step tells less. */
function budget({correlationTime, sensitivity}, times) {
  const memory = correlationTime * Math.min(sensitivity, 20);
  return {
    batch: times * Math.max(8, Math.round(8000 / units)), // narrower layers scatter more
    warmup: Math.min(1200, Math.round(100 + 6 * memory)),
    steps: correlationTime > 10 ? 400 : 200,
    seed: 2,
  };
}

function sliceOf(values, slice) {
  const [k, n] = (/^(\d+)\/(\d+)$/.exec(slice) ?? []).slice(1).map(Number);
  if (!(k >= 1 && k <= n)) {
    console.error(`--slice: expected k/n with 1 <= k <= n, got '${slice}'`);
    process.exit(2);
  }
  return values.filter((_, index) => index % n === k - 1);
}

function write(table) {
  const file = new URL('../docs/variance.md', import.meta.url);
  const [start, end] = ['<!-- bench:variance -->', '<!-- /bench:variance -->'];
  const text = readFileSync(file, 'utf8');
  const [before, rest] = [text.slice(0, text.indexOf(start) + start.length), text.slice(text.indexOf(end))];
  writeFileSync(file, `${before}\n\n${table}\n\n${rest}`);
}
