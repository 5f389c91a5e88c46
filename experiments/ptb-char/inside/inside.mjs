// What happens inside the recurrent layer while it trains on the Penn Treebank: E[c²], E[h²] and the gates over the updates.
// usage, after a build: node experiments/ptb-char/inside/inside.mjs --ptb <folder> [--updates 1200] [--table]
// A line of inside.jsonl for each model; models that are there are not trained again. inside.svg and the README's table are made
// from the lines.
import {appendFileSync, existsSync, readFileSync, writeFileSync} from 'node:fs';
import {parseArgs} from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import {softmaxCrossEntropy} from 'normprop-core';
import {loadPTB, trainingBatches, validationBatches} from 'normprop-datasets';
import {
  adam,
  layerNormLSTM,
  normPropLSTM,
  orthogonal,
  traceStatistics,
  unitNormColumns,
} from 'normprop-layers';
import {writeBlock} from '../../../tools/writeBlock.mjs';
import {pictureOf} from './picture.mjs';

const {values: given} = parseArgs({
  options: {ptb: {type: 'string'}, updates: {type: 'string', default: '1200'}, table: {type: 'boolean'}},
});
const [units, length, batch, seed, every] = [128, 100, 64, 1, 20];
const updates = Number(given.updates);
const columns = {kernelConstraint: unitNormColumns(), recurrentConstraint: unitNormColumns()};
const small = {gammaX: 0.5, gammaH: 0.25, gammaC: 0.5};

/** The same rate for all, near the best of each (table1/). */
const learningRate = 1.6e-2;
const models = [
  {name: 'Norm Prop, λ = 0.1', make: normPropLSTM, options: {...small, cellPenalty: 0.1, ...columns}},
  {name: 'Norm Prop, λ = 0', make: normPropLSTM, options: {...small, cellPenalty: 0, ...columns}},
  {
    name: 'Norm Prop, gains 2, 2, 1, λ = 0',
    make: normPropLSTM,
    options: {gammaX: 2, gammaH: 2, gammaC: 1, cellPenalty: 0, ...columns},
  },
  {name: 'Layer Norm', make: layerNormLSTM, options: {}},
];

const out = new URL('inside.jsonl', import.meta.url);
const lines = existsSync(out)
  ? readFileSync(out, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  : [];
if (!given.table) await trainMissing();
writeFileSync(new URL('inside.svg', import.meta.url), await pictureOf(lines));
await writeBlock(new URL('README.md', import.meta.url), 'inside', tableOf(lines));

function tableOf(models) {
  const rows = models.map(({name, cellVariance, points}) => {
    const [first, last] = [points[0], points.at(-1)];
    const moved = (field) => `${first[field].toPrecision(3)} → ${last[field].toPrecision(3)}`;
    const most = Math.max(...points.map(({cell}) => cell)).toPrecision(3);
    return [
      name,
      cellVariance?.toPrecision(3) ?? '',
      moved('cell'),
      most,
      moved('hidden'),
      `${Math.round(100 * last.saturated)} %`,
    ];
  });
  const head = [
    '',
    'Var[c]',
    'E[c²], first → last',
    'E[c²], most',
    'E[h²], first → last',
    'saturated gates, last',
  ];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

async function trainMissing() {
  if (!given.ptb) throw new Error('--ptb: expected the folder of the Penn Treebank');
  await tf.setBackend('wasm');
  const corpus = await loadPTB({dir: given.ptb});
  for (const model of models) {
    if (lines.some(({name}) => name === model.name)) continue;
    const line = {name: model.name, learningRate, updates, units, seed, ...(await train(model, corpus))};
    appendFileSync(out, JSON.stringify(line) + '\n');
    lines.push(line);
  }
}

async function train({name, make, options}, corpus) {
  const V = corpus.vocabulary.size;
  const rows = orthogonal({gain: Math.sqrt(V), seed: 99, gates: 1}).apply([V, V]);
  const inputsOf = ({inputs, batch: B, timeSteps}) =>
    tf.tidy(() => tf.reshape(tf.gather(rows, tf.tensor1d(inputs, 'int32')), [B, timeSteps, V]));
  const layer = make({units, seed, returnSequences: true, learnInitialState: true, ...options});
  layer.build([null, null, V]);
  const kernel = tf.variable(orthogonal({seed: seed + 7, gates: 1}).apply([units, V]));
  const bias = tf.variable(tf.zeros([V]));
  const lossOf = (piece) => {
    const h = layer.call(inputsOf(piece), {training: true});
    const loss = softmaxCrossEntropy(h, kernel, bias, tf.tensor1d(piece.targets, 'int32'));
    return layer.calculateLosses().reduce((sum, term) => tf.add(sum, term), loss);
  };
  const variables = [...layer.trainableWeights.map((weight) => weight.read()), kernel, bias];
  const optimizer = adam({learningRate, clipNorm: 1, decay: {kind: 'linear', to: 0.01, updates}});
  const [watched] = validationBatches(corpus.valid, {length, batch});
  const x = inputsOf(watched);
  const cellVariance = name.startsWith('Norm Prop')
    ? meanOf(layer.cell.variable('cellVariance').read())
    : null;
  const points = [];
  for (let update = 0, epoch = 0; update <= updates; epoch++) {
    for (const piece of trainingBatches(corpus.train, {length, batch, seed, epoch})) {
      if (update % every === 0) {
        points.push({update, ...summary(await traceStatistics(layer, x))});
        if (update % 200 === 0) console.log(name, JSON.stringify(points.at(-1)));
      }
      if (update++ === updates) break;
      const {value, grads} = tf.variableGrads(() => lossOf(piece), variables);
      optimizer.applyGradients(grads);
      tf.dispose([value, grads]);
    }
  }
  optimizer.dispose();
  tf.dispose([x, rows, kernel, bias, ...layer.weights.map((weight) => weight.read())]);
  return {cellVariance, points};
}

/** Means over the second half of the steps, where the state has left its beginning behind. */
function summary(statistics) {
  const late = (values) =>
    values.slice(values.length / 2).reduce((sum, value) => sum + value, 0) / (values.length / 2);
  const square = ({mean, variance}) => late(mean.map((value, t) => value ** 2 + variance[t]));
  const open = (gate) => late(statistics[gate].mean);
  const saturated = (gate) => late(statistics[gate].saturation.low) + late(statistics[gate].saturation.high);
  const gates = ['inputGate', 'forgetGate', 'outputGate'];
  return {
    cell: square(statistics.cell),
    hidden: square(statistics.hidden),
    ...Object.fromEntries(gates.map((gate) => [gate, open(gate)])),
    saturated: gates.reduce((sum, gate) => sum + saturated(gate), 0) / gates.length,
  };
}

function meanOf(tensor) {
  const values = tensor.dataSync();
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
