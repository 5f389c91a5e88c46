import {randomFloats} from './random.js';
import type {LayerToWrite, ModelToWrite, Written} from './writeFile.js';

let seed = 0;
const tensor = (...shape: number[]): Written => ({
  shape,
  values: randomFloats(
    shape.reduce((a, b) => a * b, 1),
    ++seed,
  ),
});
const positive = (...shape: number[]): Written => {
  const {values} = tensor(...shape);
  return {shape, values: Array.from(values, (v) => Math.abs(v) + 0.5)};
};

/** A recurrent layer with drawn weights. */
export function recurrentLayer(
  type: 'lstm' | 'weightNorm' | 'normProp' | 'layerNorm' | 'batchNorm',
  name: string,
  inputSize: number,
  units: number,
): LayerToWrite {
  const n = 4 * units;
  const gains: Record<string, Written> = type === 'lstm' ? {} : {gamma_x: positive(n), gamma_h: positive(n)};
  const cell: Record<string, Written> = ['normProp', 'layerNorm', 'batchNorm'].includes(type)
    ? {gamma_c: positive(units)}
    : {};
  const variances: Record<string, Written> =
    type === 'normProp' ? {cell_variance: positive(units), hidden_variance: positive(1)} : {};
  const statistics: Record<string, Written> =
    type === 'batchNorm'
      ? Object.fromEntries(
          ['x', 'h', 'c'].flatMap((site) => {
            const columns = site === 'c' ? units : n;
            return [
              [`population_mean_${site}`, tensor(5, columns)],
              [`population_variance_${site}`, positive(5, columns)],
            ];
          }),
        )
      : {};
  return {
    type,
    name,
    inputSize,
    units,
    returnSequences: true,
    tensors: {
      kernel: tensor(inputSize, n),
      recurrent_kernel: tensor(units, n),
      bias: tensor(n),
      ...gains,
      ...cell,
      ...variances,
      ...statistics,
    },
  };
}

/** Two recurrent layers and a head, vectors of 4 in, 3 numbers out. */
export function vectorModel(first: 'normProp' | 'batchNorm' = 'normProp'): ModelToWrite {
  return {
    input: {kind: 'vectors', size: 4},
    output: {size: 3, sequence: true},
    layers: [
      recurrentLayer(first, 'one', 4, 6),
      recurrentLayer('layerNorm', 'two', 6, 4),
      {
        type: 'dense',
        name: 'head',
        inputSize: 4,
        units: 3,
        activation: 'tanh',
        tensors: {kernel: tensor(4, 3), bias: tensor(3)},
      },
    ],
  };
}

/** Five characters through a projection, an LSTM and a softmax. */
export function charModel(): ModelToWrite {
  const labels = [...'abcde'];
  return {
    name: 'five characters',
    producer: 'a test',
    input: {kind: 'symbols', size: 5, labels},
    output: {size: 5, sequence: true, labels},
    layers: [
      {
        type: 'embedding',
        name: 'projection',
        inputDim: 5,
        outputDim: 5,
        scale: 2,
        tensors: {embeddings: tensor(5, 5)},
      },
      recurrentLayer('normProp', 'recurrent', 5, 8),
      {
        type: 'dense',
        name: 'output',
        inputSize: 8,
        units: 5,
        activation: 'softmax',
        tensors: {kernel: tensor(8, 5), bias: tensor(5)},
      },
    ],
  };
}
