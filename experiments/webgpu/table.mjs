// Fills in the table of docs/backends.md from what `benchmarks/webgpu.mjs --json` wrote on a real GPU.
// usage: node experiments/webgpu/table.mjs
import {readFileSync} from 'node:fs';
import {writeBlock} from '../../tools/writeBlock.mjs';

const here = (name) => new URL(name, import.meta.url);
const read = (name) => JSON.parse(readFileSync(here(`${name}.json`), 'utf8'));
const runs = ['h128', 'h512', 'h1000'].map(read);
const ops = read('h1000ops').rows;
const {adapter, steps, batch, vocabulary} = runs[0];

const models = runs[0].rows.map(({model}) => model);
const head = [
  `update, T=${steps} B=${batch}, vocabulary ${vocabulary}, median ms`,
  ...runs.map(({units}) => `H=${units}`),
  'GPU programs per step, both ways',
];
const rows = models.map((model) => {
  const found = runs.map((run) => run.rows.find((row) => row.model === model));
  return [`\`${model}\``, ...found.map((row) => row?.medianMs.toFixed(0) ?? '–'), found[0].programsPerStep];
});
const table = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const [withShaders, withOps] = [true, false].map(
  (kernels) => ops.find((row) => row.kernels === kernels).medianMs,
);
const words =
  `${adapter}. As tfjs ops an update of \`${ops[0].model}\` at 1000 units takes ${withOps.toFixed(0)} ms, measured beside ` +
  `${withShaders.toFixed(0)} ms with the shaders: ${(withOps / withShaders).toFixed(1)} times.`;

const page = new URL('../../docs/backends.md', import.meta.url);
await writeBlock(page, 'webgpu', `${table}\n\n${words}`);

/** Where the time of an update goes, by how many programs tfjs sends at once. */
const submits = [
  ['15 (tfjs)', 'submit15'],
  ['64', 'submit64'],
  ['256', 'submit256'],
  ['256, Dawn without validation', 'submit256skipValidation'],
  ['2048', 'submit2048'],
].map(([name, file]) => {
  const {medianMs, sentMs, cpuMs} = read(file).rows[0];
  return [name, ...[medianMs, sentMs, cpuMs].map((ms) => ms.toFixed(0))];
});
const submitHead = [
  'programs sent at once',
  'ms an update',
  'until the last call returns',
  'CPU time of the process',
];
const submitTable = [submitHead, submitHead.map(() => '---'), ...submits]
  .map((cells) => `| ${cells.join(' | ')} |`)
  .join('\n');
await writeBlock(page, 'webgpu-submit', submitTable);
