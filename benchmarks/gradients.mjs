// The gradient norm of eq. 28 (weights neglected) beside that of a real layer, over a grid; docs/gradients.md explains it.
// usage, after a build: node benchmarks/gradients.mjs [--units 96] [--write]   (--write: put the tables into the docs)
import {readFileSync, writeFileSync} from 'node:fs';
import {parseArgs} from 'node:util';
import {normPropVariances} from 'normprop-core';
import {gradientNormSurface, networkGradientNorm} from 'normprop-core/research';

const {values: options} = parseArgs({
  options: {units: {type: 'string', default: '96'}, write: {type: 'boolean'}},
});
const units = Number(options.units);
const grid = [0.5, 1, 2, 3];
const lines = [];
for (const gammaC of [0.5, 1]) {
  lines.push(
    `γc = ${gammaC}, ${units} units:`,
    '',
    '| γx, γh | eq. 28, printed constants | eq. 28, mean field | layer, printed constants | layer, mean field | its largest singular value |',
    '|---|---|---|---|---|---|',
  );
  for (const gammaX of grid) {
    for (const gammaH of grid) {
      const gains = {gammaX, gammaH, gammaC};
      const analytic = ['paper', 'meanField'].map(
        (method) => gradientNormSurface({...gains, varianceMethod: method}).norms[0],
      );
      const [paper, meanField] = ['paper', 'meanField'].map((method) =>
        networkGradientNorm({
          ...gains,
          constants: normPropVariances({...gains, varianceMethod: method}),
          units,
          samples: 12,
        }),
      );
      const figures = [...analytic, paper.frobenius, meanField.frobenius, meanField.spectral];
      lines.push(`| ${gammaX}, ${gammaH} | ${figures.map((v) => v.toFixed(3)).join(' | ')} |`);
    }
  }
  lines.push('');
}
console.log(lines.join('\n'));
if (options.write) {
  const file = new URL('../docs/gradients.md', import.meta.url);
  const [start, end] = ['<!-- bench:gradients -->', '<!-- /bench:gradients -->'];
  const text = readFileSync(file, 'utf8');
  const before = text.slice(0, text.indexOf(start) + start.length);
  writeFileSync(file, `${before}\n\n${lines.join('\n')}\n${text.slice(text.indexOf(end))}`);
}
