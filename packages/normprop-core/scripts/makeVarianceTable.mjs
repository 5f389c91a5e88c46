// Makes src/varianceTable/varianceTable.ts: the mean field's constants for common settings, each to about 0.3 %.
// usage, after a build: node scripts/makeVarianceTable.mjs [--stability]
//   Ten minutes; keeps rows that are already there. --stability computes their gain and trap anew, in two minutes.
import {readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {format, resolveConfig} from 'prettier';
import {meanFieldVariances} from '../dist/esm/meanField/meanFieldVariances.js';

const target = fileURLToPath(new URL('../src/varianceTable/varianceTable.ts', import.meta.url));
const gains = [0.25, 0.5, 1, 2, 3];
const cellGains = [0.25, 0.5, 1, 2];
const forgetBiases = [0, 1, 2];

/** Budgets to try, until the errors are small enough. */
const budgets = [
  {passes: 32, logSamples: 16},
  {passes: 64, logSamples: 18},
];
const enough = {cellError: 0.003, hiddenError: 0.0015};

const rows = [...readFileSync(target, 'utf8').matchAll(/^ *\[(-?[\d.].*)\],$/gm)].map(([, row]) =>
  row.split(',').map(Number),
);
const settings = gains.flatMap((x) =>
  gains.flatMap((h) => cellGains.flatMap((c) => forgetBiases.map((bias) => [x, h, c, bias]))),
);
if (process.argv.includes('--stability')) {
  for (const row of rows) [row[8], row[9]] = stabilityOf(unitOf(...row));
  await write();
}
for (const wanted of settings) {
  if (rows.some((row) => wanted.every((value, k) => row[k] === value))) continue;
  rows.push(solve(...wanted));
  await write();
  console.log(rows.at(-1).join(', '));
}

function unitOf(gammaX, gammaH, gammaC, forgetBias) {
  return {
    gammaX: Array(4).fill(gammaX),
    gammaH: Array(4).fill(gammaH),
    gammaC,
    bias: [0, forgetBias, 0, 0],
    inputVariance: 1,
  };
}

/** Gain and trap, on the solver's own paths for them: the passes do not matter. */
function stabilityOf(unit) {
  const {gain, trap} = meanFieldVariances([unit], {passes: 8});
  return [Number(gain.toPrecision(2)), trap ?? 0];
}

function solve(gammaX, gammaH, gammaC, forgetBias) {
  const unit = unitOf(gammaX, gammaH, gammaC, forgetBias);
  for (const [k, {passes, logSamples}] of budgets.entries()) {
    const state = meanFieldVariances([unit], {passes, samples: 2 ** logSamples});
    const {cellVariance, hiddenVariance, cellError, hiddenError} = state.units[0];
    const good = cellError < enough.cellError && hiddenError < enough.hiddenError;
    // No budget makes an unstable state worth more digits.
    if (!good && state.stable && k < budgets.length - 1) continue;
    const found = [cellVariance, hiddenVariance].map((value) => Number(value.toPrecision(6)));
    const about = [cellError, hiddenError].map((value) => Number(value.toPrecision(2)));
    const memory = Number(state.correlationTime.toPrecision(3));
    return [
      gammaX,
      gammaH,
      gammaC,
      forgetBias,
      ...found,
      ...about,
      ...stabilityOf(unit),
      memory,
      passes,
      logSamples,
    ];
  }
}

async function write() {
  const ordered = rows.toSorted(compare);
  const source = `// Made by packages/normprop-core/scripts/makeVarianceTable.mjs; do not edit.
import type {VarianceTableEntry} from './varianceTableEntry.js';

/** Settings and their mean field, see \`VarianceTableEntry\`. */
export const VARIANCE_TABLE: readonly VarianceTableEntry[] = [
${ordered.map((row) => `  [${row.join(', ')}],`).join('\n')}
];
`;
  writeFileSync(target, await format(source, {...(await resolveConfig(target)), parser: 'typescript'}));
}

function compare(a, b) {
  const k = a.findIndex((value, index) => value !== b[index]);
  return k < 0 ? 0 : a[k] - b[k];
}
