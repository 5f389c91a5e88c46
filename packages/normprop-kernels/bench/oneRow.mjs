// The product of one row with a matrix, which is what a step of a batch of one is: a prepared step of an LSTM, in milliseconds.
// usage, after a build: node packages/normprop-kernels/bench/oneRow.mjs
import {packLSTMWeights, prepareLSTMForward} from 'normprop-kernels';

const random = (n) => Float32Array.from({length: n}, () => (Math.random() - 0.5) / 10);

/** The least and the median time of a call, over 60 rounds of `times` calls each. */
function time(call, times) {
  for (let i = 0; i < 10 * times; i++) call();
  const rounds = Array.from({length: 60}, () => {
    const begin = performance.now();
    for (let i = 0; i < times; i++) call();
    return (performance.now() - begin) / times;
  }).sort((one, other) => one - other);
  return `${rounds[0].toFixed(4)} at least, ${rounds[30].toFixed(4)} in the median`;
}

for (const units of [128, 256, 512]) {
  const inputSize = 50;
  const sizes = {timeSteps: 1, batch: 1, inputSize, units};
  const weights = {
    kernel: random(inputSize * 4 * units),
    recurrentKernel: random(units * 4 * units),
    bias: random(4 * units),
  };
  const packedWeights = packLSTMWeights({...sizes, ...weights});
  const prepared = prepareLSTMForward({...sizes, ...weights, packedWeights});
  const x = random(inputSize);
  let state = {hidden: random(units), cell: random(units)};
  const step = () => (state = prepared.run(x, state.hidden, state.cell));
  console.log(`a step of ${units} units: ${time(step, 30)} ms`);
}
