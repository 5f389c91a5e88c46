// A step of a trained model, LSTM and dense head, and whole sequences: normprop-runtime against onnxruntime and TensorFlow.js.
// usage: node benchmarks/stream.mjs [--units 128,256,512] [--rounds N] [--write]
//   --write  puts the tables into docs/speed.md and packages/normprop-runtime/README.md
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {loadavg} from 'node:os';
import {parseArgs} from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import * as tfl from '@tensorflow/tfjs-layers';
import {lstm} from 'normprop-layers';
import {modelFromBytes} from 'normprop-runtime';
import {installLegs} from '../tools/legs/install.mjs';
import {interleaved} from './interleaved.mjs';
import {writeBlock} from '../tools/writeBlock.mjs';
import {modelFile} from './stream/modelFile.mjs';
import {onnxModel} from './stream/onnxModel.mjs';
import {tfjsStepNames, tfjsSteps} from './stream/tfjsSteps.mjs';

const {values: options} = parseArgs({
  options: {
    units: {type: 'string', default: '128,256,512'},
    rounds: {type: 'string', default: '25'},
    write: {type: 'boolean', default: false},
  },
});
const lacks = await installLegs('onnxruntime');
if (lacks) throw new Error(`nothing to compare with: ${lacks}`);
const runtimes = new URL('../tools/onnxruntime/', import.meta.url);
const require = createRequire(new URL('package.json', runtimes));
const onnx = {node: require('onnxruntime-node'), web: require('onnxruntime-web')};
onnx.web.env.wasm.numThreads = 1;
onnx.web.env.logLevel = 'error';
await tf.setBackend('wasm');

const [inputSize, classes] = [50, 50];
const STEPS_AT_A_TIME = 20;
const rounds = Number(options.rounds);
let state = 1;
const random = (n) =>
  Float32Array.from({length: n}, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32 - 0.5) / 5;
  });
const weightsOf = (units) => ({
  inputSize,
  units,
  classes,
  kernel: random(inputSize * 4 * units),
  recurrentKernel: random(units * 4 * units),
  bias: random(4 * units),
  headKernel: random(units * classes),
  headBias: random(classes),
});

/** x [T,B,D] as [B,T,D]. */
function batchMajor(x, timeSteps, batch) {
  const out = new Float32Array(x.length);
  const size = x.length / timeSteps / batch;
  for (let t = 0; t < timeSteps; t++)
    for (let b = 0; b < batch; b++)
      out.set(x.subarray((t * batch + b) * size, (t * batch + b + 1) * size), (b * timeSteps + t) * size);
  return out;
}

/** onnxruntime with the state fed back: `step(x)` and `run(x, timeSteps, batch)` give the logits. */
async function onnxSession(ort, file, units) {
  const session = await ort.InferenceSession.create(file, {
    executionProviders: [ort === onnx.web ? 'wasm' : 'cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  const zeros = (batch) => new ort.Tensor('float32', new Float32Array(batch * units), [1, batch, units]);
  let [h, c] = [zeros(1), zeros(1)];
  return {
    step: async (x) => {
      const {y, hn, cn} = await session.run({x: new ort.Tensor('float32', x, [1, 1, inputSize]), h, c});
      [h, c] = [hn, cn];
      return y.data;
    },
    run: async (x, timeSteps, batch) => {
      const input = new ort.Tensor('float32', x, [timeSteps, batch, inputSize]);
      return (await session.run({x: input, h: zeros(batch), c: zeros(batch)})).y.data;
    },
  };
}

/** A stateful layer of TensorFlow.js with the head: `step(x)`. */
function tfjsStep(layer, {kernel, recurrentKernel, bias, headKernel, headBias, units}) {
  const model = tfl.sequential({
    layers: [layer, tfl.layers.dense({units: classes, kernelInitializer: 'zeros'})],
  });
  tf.tidy(() =>
    model.setWeights([
      tf.tensor(kernel, [inputSize, 4 * units]),
      tf.tensor(recurrentKernel, [units, 4 * units]),
      tf.tensor(bias),
      tf.tensor(headKernel, [units, classes]),
      tf.tensor(headBias),
    ]),
  );
  return (x) => {
    const input = tf.tensor(x, [1, 1, inputSize]);
    const output = model.predict(input);
    const values = output.dataSync();
    tf.dispose([input, output]);
    return values;
  };
}

function expectSame(name, ours, theirs) {
  const worst = ours.reduce((most, v, i) => Math.max(most, Math.abs(v - theirs[i])), 0);
  if (ours.length !== theirs.length || !(worst < 1e-4))
    throw new Error(`${name} gives something else: ${worst} apart`);
}

const layerArgs = {returnSequences: true, stateful: true, batchInputShape: [1, 1, inputSize]};
const table = {steps: [], tfjs: [], runs: []};
for (const units of options.units.split(',').map(Number)) {
  const weights = weightsOf(units);
  const model = modelFromBytes(modelFile(weights));
  const file = onnxModel(weights);
  const web = await onnxSession(onnx.web, file, units);
  const node = await onnxSession(onnx.node, file, units);
  const stream = model.stream();
  const contenders = {
    ours: (x) => stream.step(x),
    web: web.step,
    node: node.step,
    layer: tfjsStep(lstm({units, ...layerArgs}), weights),
    stock: tfjsStep(
      tfl.layers.lstm({units, recurrentActivation: 'sigmoid', recurrentInitializer: 'zeros', ...layerArgs}),
      weights,
    ),
  };
  const inputs = Array.from({length: 8}, () => random(inputSize));
  for (const x of inputs.slice(0, 3)) {
    const y = contenders.ours(x).slice();
    for (const [name, step] of Object.entries(contenders))
      if (name !== 'ours') expectSame(name, y, await step(x));
  }
  console.error(`measuring steps of ${units} units ...`);
  const many = (step) => async () => {
    for (let i = 0; i < STEPS_AT_A_TIME; i++) await step(inputs[i % inputs.length]);
  };
  // Ours without the await, which no user needs.
  const oursMany = () => {
    for (let i = 0; i < STEPS_AT_A_TIME; i++) stream.step(inputs[i % inputs.length]);
  };
  const timed = Object.fromEntries(Object.entries(contenders).map(([name, step]) => [name, many(step)]));
  const steps = await interleaved({...timed, ours: oursMany}, {rounds: 8 * rounds, warmup: 40});
  table.steps.push({
    units,
    ...Object.fromEntries(Object.entries(steps).map(([name, {cpu}]) => [name, cpu / STEPS_AT_A_TIME])),
  });

  console.error(`measuring steps of ${units} units through TensorFlow.js ...`);
  const throughTfjs = Object.fromEntries(
    Object.entries(tfjsSteps(units, inputSize)).map(([name, step]) => [name, many(step)]),
  );
  const tfjsTimes = await interleaved(throughTfjs, {rounds: 4 * rounds, warmup: 40});
  table.tfjs.push({
    units,
    times: Object.fromEntries(
      Object.entries(tfjsTimes).map(([name, {cpu}]) => [name, cpu / STEPS_AT_A_TIME]),
    ),
  });

  for (const [timeSteps, batch] of [
    [100, 1],
    [100, 32],
  ]) {
    console.error(`measuring T=${timeSteps} B=${batch} of ${units} units ...`);
    const x = random(timeSteps * batch * inputSize);
    const own = batchMajor(x, timeSteps, batch);
    const runs = {
      ours: () => model.run(own, {timeSteps, batch}),
      web: () => web.run(x, timeSteps, batch),
      node: () => node.run(x, timeSteps, batch),
    };
    const y = runs.ours();
    for (const name of ['web', 'node']) expectSame(name, y, batchMajor(await runs[name](), timeSteps, batch));
    const times = await interleaved(runs, {rounds: batch === 1 ? 2 * rounds : rounds, warmup: 3});
    table.runs.push({
      units,
      timeSteps,
      batch,
      ...Object.fromEntries(Object.entries(times).map(([name, {cpu}]) => [name, cpu])),
    });
  }
}

const {version} = JSON.parse(readFileSync(new URL('node_modules/onnxruntime-web/package.json', runtimes)));
const against = (ours, other) =>
  `${other < 10 ? other.toPrecision(2) : other.toFixed(0)} (${(other / ours).toFixed(1)}x)`;
const shown = (ms) => (ms < 10 ? ms.toPrecision(2) : ms.toFixed(0));
const heading = `Node ${process.versions.node}, onnxruntime-web and -node ${version}, tfjs ${tf.version_core} on wasm, one thread, load ${loadavg()[0].toFixed(1)}: medians of CPU
time in ms, interleaved in one process, after warm-up; in brackets how many times longer than ours. LSTM with D=${inputSize} and a dense
head of ${classes}; all give the same numbers to 1e-4.`;
const steps = [
  '| one step, B=1 | normprop-runtime | onnxruntime-web | onnxruntime-node | `normprop-layers`, stateful `predict` | `tf.layers.lstm`, stateful `predict` |',
  '| --- | --- | --- | --- | --- | --- |',
  ...table.steps.map(
    ({units, ours, web, node, layer, stock}) =>
      `| H=${units} | ${shown(ours)} | ${[web, node, layer, stock].map((t) => against(ours, t)).join(' | ')} |`,
  ),
];
const sequences = [
  '| a whole sequence | normprop-runtime | onnxruntime-web | onnxruntime-node |',
  '| --- | --- | --- | --- |',
  ...table.runs.map(
    ({units, timeSteps, batch, ours, web, node}) =>
      `| T=${timeSteps} B=${batch} H=${units} | ${shown(ours)} | ${against(ours, web)} | ${against(ours, node)} |`,
  ),
];
const faster = (times, name, way) => {
  const time = times[way === '' ? name : `${name} ${way}`];
  return time === undefined
    ? '–'
    : `${shown(time)} (${(times[`stock ${way || 'apply'}`] / time).toFixed(1)}x)`;
};
const inTfjs = [
  'Through TensorFlow.js on `wasm`, the layer alone and stateful, B=1, T=1; in brackets how many times faster than `tf.layers.lstm`',
  '(`lstmStep`: than its `apply`):',
  '',
  `| one step | ${table.tfjs.flatMap(({units}) => [`\`predict\`, H=${units}`, `\`apply\`, H=${units}`]).join(' | ')} |`,
  `| --- |${table.tfjs.map(() => ' --- | --- |').join('')}`,
  ...Object.entries(tfjsStepNames).map(([name, called]) => {
    const ways = name === 'lstmStep' ? ['predict', ''] : ['predict', 'apply'];
    return `| ${called} | ${table.tfjs.flatMap(({times}) => ways.map((way) => faster(times, name, way))).join(' | ')} |`;
  }),
];
const text = (...blocks) => blocks.map((block) => [block].flat().join('\n')).join('\n\n');
const whole = text(heading, steps, sequences, inTfjs);
console.log(whole);

if (options.write) {
  const blocks = [
    ['docs/speed.md', 'stream', whole],
    ['packages/normprop-runtime/README.md', 'bench', text(heading, steps, sequences)],
  ];
  for (const [file, name, block] of blocks) {
    await writeBlock(new URL(`../${file}`, import.meta.url), name, block);
    console.error(`Written to ${file}.`);
  }
}
