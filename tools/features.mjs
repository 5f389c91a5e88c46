// FEATURES.md: how many tests each package passes on each backend, and which model does what there, from what the test matrix left
// (`npm run test:all`).
// usage: node tools/features.mjs
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {format, resolveConfig} from 'prettier';
import {legs as matrixLegs} from './jest/legs.cjs';
import {readResult, root} from './results.mjs';

const legs = Object.entries(matrixLegs).map(([leg, settings]) => ({leg, ...settings}));
const models = ['lstm', 'weightNorm', 'normProp', 'layerNorm', 'batchNorm'];

/** A feature is a set of tests: of one package, told by the file, the model's own group, and the title. */
const layers = (file, title) => ({
  package: 'normprop-layers',
  is: (test, model) =>
    test.file.includes(`conformance.${file}.test`) &&
    test.ancestorTitles[0]?.startsWith(`${model}:`) &&
    title.test(test.title),
});
const core = (group) => ({
  package: 'normprop-core',
  is: ({ancestorTitles}, model) =>
    group.test(ancestorTitles[0] ?? '') && names[model].test(ancestorTitles[1] ?? ''),
});
const names = {
  lstm: /, lstm$|: baseline/,
  weightNorm: /, weightNorm$|: weightnorm/,
  normProp: /, normProp$|: normprop/,
  layerNorm: /, layerNorm$|: layernorm/,
  batchNorm: /, batchNorm$|: batchnorm/,
};
const features = [
  {
    title: 'inference',
    tests: [layers('recurrence', /output|returnSequences|returnState|goBackwards|one time step/)],
  },
  {title: 'training', tests: [layers('recurrence', /^training/), layers('training', /learn/)]},
  {title: 'masking', tests: [layers('recurrence', /mask/), layers('training', /^masking/)]},
  {title: 'stateful', tests: [layers('recurrence', /^stateful/), layers('training', /^stateful/)]},
  {title: 'save/load', tests: [layers('saving', /./)]},
  {title: 'kernels', tests: [core(/^kernels:$/)]},
  {title: 'threads', tests: [core(/^kernels, two threads:$/)]},
];

/** Why the results cannot be reported: a leg that left none, or failed. */
const problems = legs.flatMap(({leg, packages}) =>
  Object.keys(packages).flatMap((name) => {
    const result = readResult(name, leg);
    if (result === undefined) return [`${name}: ${leg} left no result`];
    return result.failed > 0 ? [`${name}: ${result.failed} tests failed on ${leg}`] : [];
  }),
);
if (problems.length > 0) {
  console.error(`Nothing was written; npm run test:all first:\n${problems.join('\n')}`);
  process.exit(1);
}
for (const {title, tests} of features) {
  for (const {package: name, is} of tests) {
    const onCPU = readResult(name, 'cpu').tests;
    if (!models.some((model) => onCPU.some((test) => is(test, model))))
      throw new Error(`the feature '${title}': no test of ${name} on cpu goes by a title that it asks for`);
  }
}

/** `12` passed, `2 of 12 fail`, or nothing where no test of it ran. */
function cell(results, {tests}, model) {
  const found = tests.flatMap(({package: name, is}) =>
    (results[name]?.tests ?? []).filter((test) => is(test, model)),
  );
  const ran = found.filter(({status}) => status === 'passed' || status === 'failed');
  const failed = ran.filter(({status}) => status === 'failed').length;
  if (ran.length === 0) return '–';
  return failed === 0 ? `✓ ${ran.length}` : `✗ ${failed} of ${ran.length}`;
}

const introduction = [
  '# Features: what the tests say',
  '',
  'Made from the results of `npm run test:all` by `node tools/features.mjs`; not by hand. ✓ and the number of tests that show it, ✗ where',
  'some fail, – where none ran. “kernels” are our fused ones (WebAssembly, or the graphics card’s programs); where there is a dash the model runs on tfjs ops.',
  'The two `webgpu` rows and `webgl` ran on software in place of a graphics card.',
];
const byBackend = []; // a section a leg
// A leg for files of other programs says nothing of the models.
for (const {leg, title, where} of legs.filter((each) => 'normprop-layers' in each.packages)) {
  const results = Object.fromEntries(
    ['normprop-core', 'normprop-layers'].map((name) => [name, readResult(name, leg)]),
  );
  byBackend.push('', `## ${title} (${where})`, '');
  const why = Object.values(results).map((result) =>
    result === undefined ? 'it was not asked for' : result.notRun,
  );
  if (why[0] !== undefined && why[1] !== undefined) {
    byBackend.push(`Not run, because ${why[0]}.`);
    continue;
  }
  byBackend.push(
    `| model | ${features.map((feature) => feature.title).join(' | ')} |`,
    `|---|${features.map(() => '---|').join('')}`,
    ...models.map(
      (model) => `| \`${model}\` | ${features.map((feature) => cell(results, feature, model)).join(' | ')} |`,
    ),
  );
}
const packages = ['kernels', 'core', 'layers', 'datasets', 'draw', 'runtime', 'convert', 'doctor', 'cli'];
const summary = (name, leg) => {
  const result = readResult(name === 'cli' ? 'normprop' : `normprop-${name}`, leg);
  if (result === undefined) return '';
  if (result.notRun !== undefined) return 'not run';
  if (result.passed + result.failed === 0) return '–';
  return result.failed === 0
    ? `✓ ${result.passed}`
    : `✗ ${result.failed} of ${result.passed + result.failed}`;
};
const matrix = [
  '',
  '## Tests by package',
  '',
  'Empty: the package is not tested on that backend. Files that a leg leaves out are listed with the reason in `tools/jest/exclusions.cjs`.',
  '',
  `| backend | ${packages.join(' | ')} |`,
  `|---|${packages.map(() => '---|').join('')}`,
  ...legs.map(
    ({leg, title, where}) =>
      `| ${title}, ${where} | ${packages.map((name) => summary(name, leg)).join(' | ')} |`,
  ),
];
const file = join(root, 'FEATURES.md');
const text = [...introduction, ...matrix, ...byBackend, ''].join('\n');
writeFileSync(file, await format(text, {...(await resolveConfig(file)), filepath: file}));
