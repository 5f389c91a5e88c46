// `npm run bench:node`: training steps on tfjs-node's backend `tensorflow` against `tf.layers.lstm` there. Needs the backend:
// `npx nx build normprop-doctor && node tools/legs/nodeBackend.mjs` installs it.
// usage: node benchmarks/node.mjs [--quick] [--write]
//   --quick  only T=25 H=128;  --write  puts the table in docs/backends.md
import {loadavg} from 'node:os';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import {useKernels} from 'normprop-core';
import {findNodePackage, loadNodeBackend} from 'normprop-doctor';
import {writeBlock} from '../tools/writeBlock.mjs';
import {models, ourLSTM, stockLSTM, trainingStep} from './contenders.mjs';
import {interleaved} from './interleaved.mjs';
import {sizes} from './trainingStep.mjs';

const {values: options} = parseArgs({options: {quick: {type: 'boolean'}, write: {type: 'boolean'}}});
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const {name, version} = loadNodeBackend(findNodePackage('@tensorflow/tfjs-node', here('../tools/legs')));
await tf.setBackend('tensorflow');

const lines = [];
const say = (line) => {
  console.log(line);
  lines.push(line);
};

/** A step with the kernels switched off, and back on after it. */
const withOps = (step) => () => {
  useKernels(false);
  step();
  useKernels({threads: 1});
};

/** TensorFlow's ops in a step: tfjs's kernels, without the reshapes and copies of a reference that run none. */
async function opsOf(step) {
  const {kernels} = await tf.profile(() => {
    step();
    return tf.scalar(0);
  });
  return kernels.filter(({name}) => !['Identity', 'Reshape'].includes(name)).length;
}

say(
  `Node ${process.versions.node}, ${name} ${version} on TensorFlow ${tf.backend().binding.TF_Version}, load ${loadavg()[0].toFixed(1)} at the start. Medians in ms of ` +
    'CPU time (wall time in brackets), interleaved in one process, after warm-up. A step is forward and all gradients.',
);
for (const {T, B, D, H} of options.quick ? sizes.slice(0, 1) : sizes) {
  const x = tf.randomNormal([B, T, D], 0, 1, 'float32', 7);
  const contenders = {'`tf.layers.lstm`': trainingStep(stockLSTM(H), x)};
  for (const [model, factory] of Object.entries(models)) {
    const step = trainingStep(ourLSTM(model, H), x);
    contenders[`\`${factory}\``] = step;
    contenders[`\`${factory}\`, \`useKernels(false)\``] = withOps(step);
  }
  const measured = await interleaved(contenders, {rounds: 9, warmup: 3});
  say(`\nT=${T} B=${B} D=${D} H=${H}:\n`);
  say('| | ms | against stock | ops in a step |');
  say('|---|---|---|---|');
  for (const [contender, {cpu, wall}] of Object.entries(measured)) {
    const ratio = measured['`tf.layers.lstm`'].cpu / cpu;
    const ops = await opsOf(contenders[contender]);
    say(`| ${contender} | ${cpu.toFixed(1)} (${wall.toFixed(1)}) | ${ratio.toFixed(1)}x | ${ops} |`);
  }
  x.dispose();
}

if (options.write) await writeBlock(here('../docs/backends.md'), 'node', lines.join('\n'));
