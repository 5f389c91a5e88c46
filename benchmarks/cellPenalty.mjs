// What the term for the cell costs: an update of the character model with and without it, and the baseline's, interleaved.
// usage, after a build: node benchmarks/cellPenalty.mjs [--units 128] [--rounds 101]    (NORMPROP_NATIVE=0: on WebAssembly)
// CPU time, medians; the last line has the medians of the rounds' ratios.
import {parseArgs} from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import {softmaxCrossEntropy} from 'normprop-core';
import {kernelInfo} from 'normprop-kernels';
import {adam, lstm, normPropLSTM} from 'normprop-layers';

const {values: options} = parseArgs({
  options: {units: {type: 'string', default: '128'}, rounds: {type: 'string', default: '101'}},
});
const [units, rounds] = [Number(options.units), Number(options.rounds)];
const [timeSteps, batch, vocabulary] = [100, 64, 50];
await tf.setBackend('wasm');
const x = tf.randomNormal([batch, timeSteps, vocabulary], 0, 1, 'float32', 1);
const targets = tf.randomUniform([batch * timeSteps], 0, vocabulary, 'int32', 2);

function contender(make, layerOptions) {
  const layer = make({units, returnSequences: true, ...layerOptions});
  layer.build([null, null, vocabulary]);
  const kernel = tf.variable(tf.randomNormal([units, vocabulary], 0, 0.1, 'float32', 3));
  const bias = tf.variable(tf.zeros([vocabulary]));
  const variables = [...layer.trainableWeights.map((weight) => weight.read()), kernel, bias];
  const optimizer = adam({learningRate: 1e-3, clipNorm: 1});
  const loss = () => {
    const hidden = tf.reshape(layer.call(x, {training: true}), [-1, units]);
    const entropy = softmaxCrossEntropy(hidden, kernel, bias, targets);
    return layer.calculateLosses().reduce((sum, term) => tf.add(sum, term), entropy);
  };
  return () => {
    const {value, grads} = tf.variableGrads(loss, variables);
    optimizer.applyGradients(grads);
    tf.dispose([value, grads]);
  };
}

const contenders = {
  lstm: contender(lstm, {}),
  'normProp, λ = 0': contender(normPropLSTM, {cellPenalty: 0}),
  'normProp, λ = 0.1': contender(normPropLSTM, {cellPenalty: 0.1}),
};
const names = Object.keys(contenders);
const times = Object.fromEntries(names.map((name) => [name, []]));
for (let round = -4; round < rounds; round++)
  for (const name of round % 2 ? names : names.toReversed()) {
    const begin = process.cpuUsage();
    contenders[name]();
    const {user, system} = process.cpuUsage(begin);
    if (round >= 0) times[name].push((user + system) / 1e3);
  }
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
/** The median over the rounds of one contender's time against another's. */
const ratio = (one, other) => median(times[one].map((time, round) => time / times[other][round])).toFixed(3);
const [baseline, without, withTerm] = names;
console.log(`${kernelInfo().build}, T=${timeSteps} B=${batch} H=${units}, ${rounds} rounds, CPU ms`);
for (const name of names) console.log(`${name}: ${median(times[name]).toFixed(1)}`);
console.log(`the term: ${ratio(withTerm, without)}; Norm Prop against lstm: ${ratio(without, baseline)}`);
