// An update of a DRAW network (bound, all gradients, Adam with clipping): ours with the fused kernels, ours without them, and plain tfjs ops.
// usage: node benchmarks/draw.mjs [--rounds N] [--model normProp] [--backend wasm] [--glimpses 8,16,32,64] [--write]   (--write: table into packages/normprop-draw/README.md)
import {readFileSync, writeFileSync} from 'node:fs';
import {loadavg} from 'node:os';
import {parseArgs} from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import {useKernels} from 'normprop-core';
import {draw, drawAdam, drawBound, latentNoise} from 'normprop-draw';
import {applyConstraints} from 'normprop-layers';
import {interleaved} from './interleaved.mjs';
import {plainBound} from './plainDraw.mjs';

const {values: options} = parseArgs({
  options: {
    rounds: {type: 'string', default: '7'},
    model: {type: 'string', default: 'normProp'},
    backend: {type: 'string', default: 'wasm'},
    glimpses: {type: 'string', default: '8,16,32,64'},
    write: {type: 'boolean'},
  },
});
const sizes = {units: 128, batch: 32, latentSize: 100};
const glimpseCounts = options.glimpses.split(',').map(Number);
await tf.setBackend(options.backend);

/** Contenders for one number of glimpses: functions that run one update and give the bound. */
function contenders(glimpses) {
  const images = tf.cast(
    tf.greater(tf.randomUniform([sizes.batch, 28, 28, 1], 0, 1, 'float32', 5), 0.8),
    'float32',
  );
  const update = (boundOf) => {
    const model = draw({
      imageShape: [28, 28],
      glimpses,
      latentSize: sizes.latentSize,
      cell: {model: options.model, units: sizes.units},
      seed: 1,
    });
    const optimizer = drawAdam();
    const noise = latentNoise({...model.config, seed: 1, images: sizes.batch});
    return () => {
      const {value, grads} = tf.variableGrads(() => boundOf(model, images, noise), model.variables);
      const [bound] = value.dataSync();
      optimizer.applyGradients(grads);
      applyConstraints(model);
      model.variables[0].dataSync();
      tf.dispose([value, ...Object.values(grads)]);
      return bound;
    };
  };
  const ours = (model, images, noise) => drawBound(model, images, noise, {training: true}).bound;
  const withKernels = update(ours);
  const withoutKernels = update(ours);
  return {
    kernels: withKernels,
    ops: () => {
      useKernels(false);
      try {
        return withoutKernels();
      } finally {
        useKernels({threads: 1});
      }
    },
    plain: update(plainBound),
    plainEach: update((...args) => plainBound(...args, {eachGlimpse: true})),
  };
}

const rows = [];
for (const glimpses of glimpseCounts) {
  const all = contenders(glimpses);
  const bounds = Object.values(all).map((run) => run());
  // The same network, but for filters outside the image, where the plain one has 1e-8 in the divisor.
  if (Math.max(...bounds) - Math.min(...bounds) > 1e-2 * bounds[0])
    throw new Error(`bounds differ: ${bounds}`);
  const rounds = Math.max(3, Math.round((Number(options.rounds) * 16) / Math.max(16, glimpses)));
  console.log(`${glimpses} glimpses, ${rounds} rounds ...`);
  const times = await interleaved(all, {rounds, warmup: 1});
  const memory = {};
  for (const [name, run] of Object.entries(all)) {
    const {peakBytes, kernels} = await tf.profile(() => void run());
    memory[name] = {kernels: kernels.length, peak: peakBytes / 2 ** 20};
  }
  rows.push({glimpses, times, memory});
}

const label = {
  kernels: 'ours',
  ops: 'ours, `useKernels(false)`',
  plain: 'plain',
  plainEach: 'plain, columns each glimpse',
};
const table = [
  `One update (\`${options.model}\`, ${sizes.units} units, batch ${sizes.batch}, 28x28, z ${sizes.latentSize}) on \`${options.backend}\`: medians of CPU time, interleaved, after warm-up.`,
  `Node ${process.version}, tfjs ${tf.version_core}, load ${loadavg()[0].toFixed(1)}. "Plain" is the same network in tfjs ops with tfjs's gradients (\`benchmarks/plainDraw.mjs\`), the`,
  `columns normalised once, or in each glimpse; "ops" are the tfjs kernels that run, "MiB" the peak of tfjs's tensors.`,
  '',
  '| glimpses | | ms | ms per glimpse | ops | MiB | ours is faster |',
  '| --- | --- | --- | --- | --- | --- | --- |',
  ...rows.flatMap(({glimpses, times, memory}) =>
    Object.entries(label).map(([name, text]) => {
      const {cpu} = times[name];
      const {kernels, peak} = memory[name];
      const numbers = [cpu.toFixed(0), (cpu / glimpses).toFixed(1), kernels, peak.toFixed(0)];
      return `| ${glimpses} | ${text} | ${numbers.join(' | ')} | ${(cpu / times.kernels.cpu).toFixed(1)}x |`;
    }),
  ),
].join('\n');
console.log(`\n${table}`);

if (options.write) {
  const path = new URL('../packages/normprop-draw/README.md', import.meta.url);
  const readme = readFileSync(path, 'utf8');
  const between = /(<!-- bench:start -->)[^]*(<!-- bench:end -->)/;
  if (!between.test(readme)) throw new Error('README.md: no bench:start and bench:end marks');
  writeFileSync(path, readme.replace(between, `$1\n\n${table}\n\n$2`));
}
