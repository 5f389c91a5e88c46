// `npm run bench`: training steps against `tf.layers.lstm`, a whole step of `fit`, then the kernels by themselves.
// usage: node benchmarks/bench.mjs [--quick] [--write] [--torch python]
//   --quick  only T=25 H=128;  --write  puts the tables in docs/speed.md and the short one in the README;  --torch  a Python with torch, to compare with
import {spawnSync} from 'node:child_process';
import {loadavg} from 'node:os';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import {useKernels} from 'normprop-core';
import {models} from './contenders.mjs';
import {writeBlock} from '../tools/writeBlock.mjs';
import {writeShortTable} from './shortTable.mjs';
import {compareFit, compareModels, compareSteps, sizes} from './trainingStep.mjs';

const {values: options} = parseArgs({
  options: {quick: {type: 'boolean'}, write: {type: 'boolean'}, torch: {type: 'string'}},
});
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const label = ({T, B, D, H}) => `T=${T} B=${B} D=${D} H=${H}`;
const names = {
  stock: '`tf.layers.lstm`',
  stepped: 'Norm Prop cell in `tf.layers.rnn`',
  ops: '`normPropLSTM`, `useKernels(false)`',
};

const lines = [];
const say = (line) => {
  console.log(line);
  lines.push(line);
};
const load = () => loadavg()[0].toFixed(1);

const {build} = useKernels({threads: 1});
say(
  `Node ${process.versions.node}, tfjs ${tf.version_core}, kernels \`${build}\`, one thread, load ${load()} at the start. Medians in ms of CPU time ` +
    '(wall time in brackets), interleaved in one process, after warm-up. A step is forward and all gradients.',
);

for (const size of options.quick ? sizes.slice(0, 1) : sizes) {
  const measured = {};
  for (const backend of ['wasm', 'cpu']) {
    console.error(`measuring ${label(size)} on ${backend} ...`);
    measured[backend] = await compareSteps(backend, size, backend === 'wasm' ? 13 : 5);
  }
  say(`\n${label(size)}, load ${load()}:\n`);
  say('| | wasm | against stock | cpu | against stock |');
  say('|---|---|---|---|---|');
  for (const name of Object.keys(measured.wasm)) {
    const cells = ['wasm', 'cpu'].flatMap((backend) => {
      const {wall, cpu} = measured[backend][name];
      return [`${cpu.toFixed(1)} (${wall.toFixed(1)})`, `${(measured[backend].stock.cpu / cpu).toFixed(1)}x`];
    });
    say(`| ${names[name] ?? `\`${models[name]}\``} | ${cells.join(' | ')} |`);
  }
  const own = await compareModels(size, 41);
  const ratio = (model) => (own[model].cpu / own.lstm.cpu).toFixed(3);
  say(
    `\nAgainst our own \`lstm\` on wasm, the five by themselves: Norm Prop ${ratio('normProp')} (the paper: 1.07), Weight Norm ` +
      `${ratio('weightNorm')} (1.04), Layer Norm ${ratio('layerNorm')} (1.37), Batch Norm ${ratio('batchNorm')} (1.41).`,
  );
}

if (!options.quick) {
  const size = {T: 100, B: 64, V: 50, H: 256};
  console.error('measuring a step of fit on wasm ...');
  const {stock, normProp} = await compareFit(size, 9);
  say(
    `\nA step of \`fit\` (one-hot, matrix, recurrent layer, softmax over ${size.V}; T=${size.T} B=${size.B} H=${size.H}, wasm): stock ` +
      `with \`tf.train.adam\` ${stock.cpu.toFixed(0)} (${stock.wall.toFixed(0)}), \`normPropLSTM\` with \`adam\`, clipping and ` +
      `\`accelerateMatMul()\` ${normProp.cpu.toFixed(0)} (${normProp.wall.toFixed(0)}): ${(stock.cpu / normProp.cpu).toFixed(1)}x.`,
  );
}

if (options.torch) {
  const size = sizes[1];
  const peer = spawnSync(
    options.torch,
    [here('./torchLSTM.py'), size.T, size.B, size.D, size.H].map(String),
    {
      encoding: 'utf8',
    },
  );
  if (peer.status !== 0) throw new Error(`${options.torch}: ${peer.stderr}`);
  const {torch, nnLSTM, eagerNormProp} = JSON.parse(peer.stdout);
  const ours = await compareSteps('wasm', size, 9);
  say(
    `\nPyTorch ${torch} CPU, one thread, ${label(size)}: \`nn.LSTM\` ${nnLSTM.cpu.toFixed(1)}, Norm Prop in eager PyTorch ` +
      `${eagerNormProp.cpu.toFixed(1)}; ours on wasm: \`lstm\` ${ours.lstm.cpu.toFixed(1)}, \`normPropLSTM\` ${ours.normProp.cpu.toFixed(1)}.`,
  );
}

if (!options.quick) {
  console.error('measuring the kernels by themselves ...');
  const kernels = spawnSync(
    process.execPath,
    [here('../packages/normprop-kernels/bench/kernels.mjs'), build],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  if (kernels.status !== 0) throw new Error('the kernel benchmark failed');
  say(`\nThe kernels by themselves:\n\n\`\`\`text\n${kernels.stdout.trim()}\n\`\`\``);
}

if (options.write) {
  await writeBlock(here('../docs/speed.md'), 'bench', lines.join('\n'));
  await writeShortTable();
  console.error('Written to docs/speed.md and README.md.');
}
