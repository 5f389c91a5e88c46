// A training step of the character model on WebGPU in Node: time per update and GPU programs per time step, by model.
// usage: node benchmarks/webgpu.mjs [--units 1000] [--steps 100] [--batch 64] [--vocabulary 50] [--updates 20]
//          [--models lstm,weightNorm,normProp,layerNorm,batchNorm] [--ops] [--json results.json]
//          [--submit 15] [--dawn disable_robustness,skip_validation]
//   --ops     also with useKernels(false), the same models as tfjs ops
//   --submit  programs that tfjs sends to the GPU at once (its flag WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE)
//   --dawn    features of Dawn, the WebGPU implementation, to switch on
// A Vulkan driver must be found: see "WebGPU" in docs/backends.md, which also says how to bundle this in one file.
import {writeFileSync} from 'node:fs';
import {parseArgs} from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import {softmaxCrossEntropy, useKernels} from 'normprop-core';
import * as layers from 'normprop-layers';

const factories = {
  lstm: 'lstm',
  weightNorm: 'weightNormLSTM',
  normProp: 'normPropLSTM',
  layerNorm: 'layerNormLSTM',
  batchNorm: 'batchNormLSTM',
};
const {values: options} = parseArgs({
  options: {
    units: {type: 'string', default: '1000'},
    steps: {type: 'string', default: '100'},
    batch: {type: 'string', default: '64'},
    vocabulary: {type: 'string', default: '50'},
    updates: {type: 'string', default: '20'},
    models: {type: 'string', default: Object.keys(factories).join(',')},
    ops: {type: 'boolean', default: false},
    submit: {type: 'string', default: '15'},
    dawn: {type: 'string'},
    json: {type: 'string'},
  },
});
const size = (name) => {
  const value = Number(options[name]);
  if (!(Number.isInteger(value) && value > 0))
    throw new Error(`--${name}: expected an integer above 0, got '${options[name]}'`);
  return value;
};
const [units, steps, batch, vocabulary, updates, submit] = [
  'units',
  'steps',
  'batch',
  'vocabulary',
  'updates',
  'submit',
].map(size);
const models = options.models.split(',');
for (const model of models)
  if (!(model in factories))
    throw new Error(`--models: expected some of ${Object.keys(factories).join(', ')}, got '${model}'`);

/** Starts tfjs's webgpu backend in Node and says on what. `navigator.gpu` has to be there when the backend is imported. */
async function startWebGPU() {
  const {create, globals} = await import('../tools/legs/node_modules/webgpu/index.js');
  Object.assign(globalThis, globals);
  const gpu = create(options.dawn ? [`enable-dawn-features=${options.dawn}`] : []);
  const adapter = await gpu.requestAdapter({powerPreference: 'high-performance'});
  if (adapter === null)
    throw new Error(
      'no WebGPU adapter: VK_DRIVER_FILES or VK_ICD_FILENAMES names no Vulkan driver that loads, or there is no libvulkan.so.1',
    );
  Object.defineProperty(globalThis, 'navigator', {
    value: {gpu, userAgent: 'Node.js'},
    configurable: true,
  });
  await import('../tools/legs/node_modules/@tensorflow/tfjs-backend-webgpu/dist/tf-backend-webgpu.node.js');
  if (!(await tf.setBackend('webgpu')) || tf.getBackend() !== 'webgpu')
    throw new Error(`the webgpu backend did not start; tfjs runs on '${tf.getBackend()}'`);
  tf.env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', submit);
  const {vendor, architecture, device, description} = adapter.info;
  return [vendor, architecture, device, description].filter(Boolean).join(' · ');
}

/** The model of `normprop train` with its optimiser: recurrent layer, softmax, clipping at 1, Adam, unit columns. */
function makeModel(model) {
  const layer = layers[factories[model]]({
    units,
    returnSequences: true,
    kernelInitializer: 'glorotUniform', // orthogonal matrices of this size take longer than the measurement
    recurrentInitializer: 'glorotUniform',
    ...(model === 'normProp' && {varianceMethod: 'paper'}),
  });
  layer.build([null, null, vocabulary]);
  const output = tf.variable(tf.randomNormal([units, vocabulary], 0, 1 / Math.sqrt(units), 'float32', 1));
  const bias = tf.variable(tf.zeros([vocabulary]));
  const variables = [...layer.trainableWeights.map((weight) => weight.read()), output, bias];
  const optimizer = layers.adam({learningRate: 2e-3, clipNorm: 1});
  const loss = (x, targets) => {
    const hidden = [layer.call(x, {training: true})].flat()[0];
    return softmaxCrossEntropy(tf.reshape(hidden, [-1, units]), output, bias, targets);
  };
  return {
    /** One update; the loss, which is still on the GPU. */
    update(x, targets) {
      const {value, grads} = tf.variableGrads(() => loss(x, targets), variables);
      optimizer.applyGradients(grads);
      tf.dispose(grads);
      return value;
    },
    dispose() {
      tf.dispose([output, bias]);
      optimizer.dispose();
      layer.weights.forEach((weight) => weight.dispose());
    },
  };
}

/** A batch that is the same every time: it can be learnt by heart, so the loss falls if the gradients are right. */
function makeBatch(timeSteps) {
  const symbol = (row, t) => (7 * row + t * (1 + (row % 3))) % vocabulary;
  const inputs = [];
  const targets = [];
  for (let row = 0; row < batch; row++) {
    for (let t = 0; t < timeSteps; t++) {
      inputs.push(symbol(row, t));
      targets.push(symbol(row, t + 1));
    }
  }
  const x = tf.tidy(() =>
    tf.oneHot(tf.tensor2d(inputs, [batch, timeSteps], 'int32'), vocabulary, 1, 0, 'float32'),
  );
  return [x, tf.tensor1d(targets, 'int32')];
}

/** GPU programs of an update for each further time step, by the difference of sequences of two and of six, after a first. */
async function programsPerStep(model) {
  const backend = tf.backend();
  const run = backend.runWebGPUProgram;
  let programs = 0;
  backend.runWebGPUProgram = (...args) => {
    programs++;
    return run.apply(backend, args);
  };
  const counts = [];
  for (const timeSteps of [2, 2, 6]) {
    const data = makeBatch(timeSteps);
    programs = 0;
    const value = model.update(...data);
    counts.push(programs);
    await value.data();
    tf.dispose([value, ...data]);
  }
  delete backend.runWebGPUProgram;
  return (counts[2] - counts[1]) / 4;
}

/** Kernels of tfjs in an update of `steps` steps, as tf.profile counts them. */
async function kernels(model, data) {
  const {kernels, result} = await tf.profile(() => model.update(...data));
  result.dispose();
  return kernels.length;
}

async function measure(name) {
  const model = makeModel(name);
  const perStep = await programsPerStep(model);
  const data = makeBatch(steps);
  const first = model.update(...data); // compiles
  const [lossBefore] = await first.data();
  first.dispose();
  const times = [];
  const sent = [];
  let loss = lossBefore;
  const cpuBefore = process.cpuUsage();
  for (let i = 0; i < updates; i++) {
    const start = performance.now();
    const value = model.update(...data);
    sent.push(performance.now() - start);
    [loss] = await value.data(); // waits for the GPU
    times.push(performance.now() - start);
    value.dispose();
  }
  const {user, system} = process.cpuUsage(cpuBefore);
  const profiled = await kernels(model, makeBatch(2)); // two steps: profiling waits after each
  tf.dispose(data);
  model.dispose();
  for (const values of [times, sent]) values.sort((a, b) => a - b);
  return {
    model: name,
    medianMs: times[times.length >> 1],
    fastestMs: times[0],
    sentMs: sent[sent.length >> 1],
    cpuMs: (user + system) / 1000 / updates,
    programsPerStep: perStep,
    kernelsOfTwoSteps: profiled,
    lossBefore,
    lossAfter: loss,
  };
}

const adapter = await startWebGPU();
console.log(
  `${adapter}, Node ${process.versions.node}, tfjs ${tf.version_core}: T=${steps} B=${batch} H=${units} V=${vocabulary}, ${updates} updates\n`,
);
console.log(
  '| model | | ms per update (median) | fastest | until the last call returns | CPU time | GPU programs per step, both ways | loss, first → last |',
);
console.log('|---|---|---|---|---|---|---|---|');
const rows = [];
for (const on of options.ops ? [true, false] : [true]) {
  useKernels(on);
  for (const model of models) {
    const row = {...(await measure(model)), kernels: on};
    rows.push(row);
    console.log(
      `| \`${model}\` | ${on ? 'kernels' : 'tfjs ops'} | ${row.medianMs.toFixed(1)} | ${row.fastestMs.toFixed(1)} | ${row.sentMs.toFixed(1)} | ${row.cpuMs.toFixed(1)} | ` +
        `${row.programsPerStep} | ${row.lossBefore.toFixed(3)} → ${row.lossAfter.toFixed(3)} |`,
    );
  }
}
if (options.json)
  writeFileSync(
    options.json,
    `${JSON.stringify({adapter, units, steps, batch, vocabulary, updates, submit, dawn: options.dawn, rows}, null, 1)}\n`,
  );
process.exit(0); // Dawn's threads would keep the process alive
