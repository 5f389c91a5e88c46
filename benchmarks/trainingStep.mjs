// `npm run bench`: a training step of each model against `tf.layers.lstm`, on cpu and wasm, one table.
// usage: node benchmarks/trainingStep.mjs [--rounds N] [--write]   (--write puts the table in the README)
import {loadavg} from 'node:os';
import {readFileSync, writeFileSync} from 'node:fs';
import {parseArgs} from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import {models, ourLSTM, steppedNormProp, stockLSTM, trainingStep} from './contenders.mjs';
import {interleaved} from './interleaved.mjs';

const {values: options} = parseArgs({options: {rounds: {type: 'string'}, write: {type: 'boolean'}}});
const sizes = {T: 25, B: 32, D: 50, H: 128};
const names = {stock: '`tf.layers.lstm`', stepped: 'Norm Prop cell in `tf.layers.rnn`'};

const measured = {};
for (const backend of ['cpu', 'wasm']) {
  await tf.setBackend(backend);
  const x = tf.randomNormal([sizes.B, sizes.T, sizes.D], 0, 1, 'float32', 7);
  const contenders = {
    stock: trainingStep(stockLSTM(sizes.H), x),
    stepped: trainingStep(steppedNormProp(sizes.H), x),
    ...Object.fromEntries(
      Object.keys(models).map((model) => [model, trainingStep(ourLSTM(model, sizes.H), x)]),
    ),
  };
  const rounds = Number(options.rounds ?? (backend === 'cpu' ? 5 : 21));
  console.log(`${backend}: ${rounds} rounds of ${Object.keys(contenders).length} contenders ...`);
  measured[backend] = interleaved(contenders, {rounds, warmup: 2});
  x.dispose();
}

const row = (name) => {
  const cells = ['cpu', 'wasm'].flatMap((backend) => {
    const {wall, cpu} = measured[backend][name];
    const {stock} = measured[backend];
    return [wall.toFixed(1), cpu.toFixed(1), `${(stock.cpu / cpu).toFixed(1)}x`];
  });
  return `| ${names[name] ?? `\`${models[name]}\``} | ${cells.join(' | ')} |`;
};
const table = [
  `Training step (forward and all gradients), T=${sizes.T} B=${sizes.B} D=${sizes.D} H=${sizes.H}; medians in ms, interleaved, after warm-up.`,
  `Node ${process.versions.node}, tfjs ${tf.version_core}, load ${loadavg()[0].toFixed(1)}. "Faster" compares CPU time with \`tf.layers.lstm\`.`,
  '',
  '| | cpu: wall | CPU time | faster | wasm: wall | CPU time | faster |',
  '|---|---|---|---|---|---|---|',
  ...Object.keys(measured.wasm).map(row),
  '',
  `Norm Prop against our own baseline, CPU time: ${(measured.cpu.normProp.cpu / measured.cpu.lstm.cpu).toFixed(2)} on cpu, ` +
    `${(measured.wasm.normProp.cpu / measured.wasm.lstm.cpu).toFixed(2)} on wasm (the paper: 1.07).`,
].join('\n');
console.log(`\n${table}`);

if (options.write) {
  const file = new URL('../README.md', import.meta.url);
  const readme = readFileSync(file, 'utf8');
  const block = /(<!-- bench:start -->\n)[^]*(<!-- bench:end -->)/;
  if (!block.test(readme)) throw new Error('README.md has no <!-- bench:start --> ... <!-- bench:end -->');
  writeFileSync(file, readme.replace(block, `$1\n${table}\n\n$2`));
  console.log('\nWritten to README.md.');
}
