// An update of a DRAW network (bound, all gradients, clipping, Adam, columns back to norm 1): ours on the native kernels, on those of
// WebAssembly and in tfjs's ops, plain tfjs ops, and eager PyTorch.
// usage: node benchmarks/draw.mjs [--rounds N] [--model normProp] [--glimpses 8,16,64] [--python <Python with torch>] [--write]
//   --write: the table into packages/normprop-draw/README.md
import {cpus, loadavg} from 'node:os';
import {parseArgs} from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import {useKernels} from 'normprop-core';
import {draw, drawAdam, drawBound, latentNoise} from 'normprop-draw';
import {configureKernels, kernelInfo} from 'normprop-kernels';
import {writeBlock} from '../tools/writeBlock.mjs';
import {startPeer} from './peer.mjs';
import {plainBound} from './plainDraw.mjs';

const {values: options} = parseArgs({
  options: {
    rounds: {type: 'string', default: '7'},
    model: {type: 'string', default: 'normProp'},
    glimpses: {type: 'string', default: '8,16,64'},
    python: {type: 'string'},
    write: {type: 'boolean'},
  },
});
const sizes = {units: 128, batch: 32, latentSize: 100};
await tf.setBackend('wasm');
configureKernels({threads: 1, native: true});
const native = kernelInfo().build.startsWith('native') ? kernelInfo().build : undefined;

const images = tf.cast(
  tf.greater(tf.randomUniform([sizes.batch, 28, 28, 1], 0, 1, 'float32', 5), 0.8),
  'float32',
);

/** A function that runs one update and gives the bound. */
function updateOf(glimpses, boundOf) {
  const {latentSize, units, batch} = sizes;
  const model = draw({
    imageShape: [28, 28],
    glimpses,
    latentSize,
    cell: {model: options.model, units},
    seed: 1,
  });
  const optimizer = drawAdam();
  const noise = latentNoise({...model.config, seed: 1, images: batch});
  return () => {
    const {value, grads} = tf.variableGrads(() => boundOf(model, images, noise), model.variables);
    const [bound] = value.dataSync();
    optimizer.applyGradients(grads); // and the columns back to norm 1
    model.variables[0].dataSync();
    tf.dispose([value, ...Object.values(grads)]);
    return bound;
  };
}

/** Switches to kernels, runs once to bring everything back to the caches, then `runs` times: milliseconds a run. */
const timed = (prepare, run, runs) => () => {
  prepare();
  run();
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  for (let i = 0; i < runs; i++) run();
  const took = performance.now() - wall;
  const {user, system} = process.cpuUsage(cpu);
  useKernels(true);
  return {cpu: (user + system) / 1000 / runs, wall: took / runs};
};

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const rows = [];
let torchVersion;
for (const glimpses of options.glimpses.split(',').map(Number)) {
  const onKernels = (build) => () => {
    if (kernelInfo().build !== build) configureKernels({build, threads: 1});
  };
  const ours = updateOf(glimpses, (...args) => drawBound(...args, {training: true}).bound);
  const inOps = updateOf(glimpses, (...args) => drawBound(...args, {training: true}).bound);
  const plain = updateOf(glimpses, plainBound);
  const each = updateOf(glimpses, (...args) => plainBound(...args, {eachGlimpse: true}));
  const wasm = onKernels('relaxed-simd');
  wasm();
  const bounds = [ours(), plain(), each()];
  // The same network, but for filters outside the image, where the plain one has 1e-8 in the divisor.
  if (Math.max(...bounds) - Math.min(...bounds) > 1e-2 * bounds[0])
    throw new Error(`bounds differ: ${bounds}`);
  const peer =
    options.python &&
    (await startPeer(options.python, 'torchDraw.py', [glimpses, sizes.batch, sizes.units, sizes.latentSize]));
  torchVersion ??= peer?.version;
  const contenders = {
    ...(native && {[`ours, ${native}`]: timed(onKernels(native), ours, 3)}),
    'ours, WebAssembly': timed(wasm, ours, 3),
    'ours, `useKernels(false)`': timed(() => useKernels(false), inOps, 1),
    plain: timed(wasm, plain, 1),
    'plain, columns each glimpse': timed(wasm, each, 1),
    ...(peer && {
      'eager PyTorch': async () => {
        await peer.ask();
        const runs = [await peer.ask(), await peer.ask(), await peer.ask()];
        const mean = (which) => runs.reduce((sum, times) => sum + times[which], 0) / runs.length;
        return {cpu: mean(0), wall: mean(1)};
      },
    }),
  };
  // V8 compiles for some seconds beside the program.
  for (let i = 0; i < 15; i++) ours();
  for (const run of Object.values(contenders)) await run();
  const names = Object.keys(contenders);
  const samples = Object.fromEntries(names.map((name) => [name, []]));
  const rounds = Math.max(3, Math.round((Number(options.rounds) * 16) / Math.max(16, glimpses)));
  console.log(`${glimpses} glimpses, ${rounds} rounds ...`);
  for (let round = 0; round < rounds; round++)
    for (let i = 0; i < names.length; i++) {
      const name = names[(i + round) % names.length];
      samples[name].push(await contenders[name]());
    }
  peer?.end();
  const memory = {};
  const profiled = {'ours, WebAssembly': ours, plain, 'plain, columns each glimpse': each};
  for (const [name, run] of Object.entries(profiled)) {
    wasm();
    const {peakBytes, kernels} = await tf.profile(() => void run());
    memory[name] = [kernels.length, (peakBytes / 2 ** 20).toFixed(0)];
  }
  const of = (name, what) => median(samples[name].map((sample) => sample[what]));
  for (const name of names)
    rows.push([
      glimpses,
      name,
      `${of(name, 'wall').toFixed(0)} (${of(name, 'cpu').toFixed(0)})`,
      ...(memory[name] ?? ['', '']),
      `${(of('plain', 'wall') / of(name, 'wall')).toFixed(1)}x`,
    ]);
}

const table = [
  `One update (\`${options.model}\`, ${sizes.units} units, batch ${sizes.batch}, 28x28, z ${sizes.latentSize}) on \`wasm\`, one thread: medians of milliseconds by the wall clock (of CPU time), in turn, after warm-up. ` +
    `${cpus()[0].model.trim()}, Node ${process.version}, tfjs ${tf.version_core}${torchVersion ? `, PyTorch ${torchVersion}` : ''}, load ${loadavg()[0].toFixed(1)}. ` +
    '"Plain" is the same network in tfjs ops with tfjs\'s gradients (`benchmarks/plainDraw.mjs`), the columns normalised once, or in each glimpse; ' +
    '"ops" are the tfjs kernels that run, "MiB" the peak of tfjs\'s tensors. PyTorch is the same network in eager ops (`benchmarks/torchDraw.py`).',
  '',
  '| glimpses | | ms | ops | MiB | faster than plain |',
  '| --- | --- | --- | --- | --- | --- |',
  ...rows.map((row) => `| ${row.join(' | ')} |`),
].join('\n');
console.log(`\n${table}`);

if (options.write)
  await writeBlock(new URL('../packages/normprop-draw/README.md', import.meta.url), 'bench', table);
process.exit(0);
