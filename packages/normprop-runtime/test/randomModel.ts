import {randomNumbers} from './random.js';
import type {LayerToWrite, ModelToWrite, Written} from './writeFile.js';

/** A model drawn from a seed: any stack that the format knows, of small odd sizes. */
export function randomModel(seed: number): ModelToWrite {
  const next = randomNumbers(seed);
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(next() * choices.length)];
  const chance = (p: number): boolean => next() < p;
  const size = (): number => 1 + Math.floor(next() * 9);
  const tensor = (shape: number[], from = -1, to = 1): Written => ({
    shape,
    values: Float32Array.from({length: shape.reduce((a, b) => a * b, 1)}, () => from + (to - from) * next()),
  });
  const activation = () => pick(['linear', 'sigmoid', 'tanh', 'relu', 'softmax']);

  const recurrent = (
    inputSize: number,
    units: number,
    returnSequences: boolean,
  ): Omit<LayerToWrite, 'name'> => {
    const type = pick(['lstm', 'weightNorm', 'normProp', 'layerNorm', 'batchNorm']);
    const n = 4 * units;
    const tensors: Record<string, Written> = {
      kernel: tensor([inputSize, n]),
      recurrent_kernel: tensor([units, n]),
    };
    if (chance(0.8)) tensors.bias = tensor([n]);
    if (chance(0.3)) {
      tensors.initial_hidden = tensor([units]);
      tensors.initial_cell = tensor([units]);
    }
    const perUnit = (): number[] => [chance(0.5) ? units : 1];
    if (type !== 'lstm') {
      tensors.gamma_x = tensor([n], 0.5, 2);
      tensors.gamma_h = tensor([n], 0.5, 2);
    }
    const normalised = type === 'layerNorm' || type === 'batchNorm';
    if (type === 'normProp' || normalised) tensors.gamma_c = tensor(perUnit(), 0.5, 2);
    if (type === 'normProp') {
      tensors.cell_variance = tensor(perUnit(), 0.2, 1);
      tensors.hidden_variance = tensor(perUnit(), 0.2, 1);
    }
    if (normalised) {
      if (chance(0.5)) tensors.beta_x = tensor([n]);
      if (chance(0.7)) tensors.beta_h = tensor([n]);
      if (chance(0.7)) tensors.beta_c = tensor([units]);
    }
    if (type === 'batchNorm') {
      const rows = pick([1, 3]);
      for (const site of ['x', 'h', 'c']) {
        const columns = site === 'c' ? units : n;
        tensors[`population_mean_${site}`] = tensor([rows, columns]);
        tensors[`population_variance_${site}`] = tensor([rows, columns], 0.3, 1.5);
      }
    }
    return {
      type,
      inputSize,
      units,
      returnSequences,
      ...(chance(0.3) && {recurrentActivation: 'hardSigmoid'}),
      ...(chance(0.3) && {cell: 'preserving'}),
      ...(chance(0.3) && {outputScale: 0.5 + next()}),
      ...(chance(0.3) && {zoneoutCell: next() / 2, zoneoutHidden: next() / 2}),
      ...(normalised && {epsilon: pick([1e-5, 1e-3, 0.1])}),
      ...(type === 'layerNorm' && {perGate: chance(0.5)}),
      tensors,
    };
  };

  const layers: LayerToWrite[] = [];
  const add = (layer: Omit<LayerToWrite, 'name'>): void =>
    void layers.push({...layer, name: `${layer.type as string}${layers.length}`} as LayerToWrite);
  const symbols = chance(0.4);
  let width = size();
  const inputSize = width;
  let sequence = true;
  if (symbols && chance(0.5)) add({type: 'oneHot', size: width});
  else if (symbols) {
    const outputDim = size();
    add({
      type: 'embedding',
      inputDim: width,
      outputDim,
      ...(chance(0.5) && {scale: 2 * next()}),
      tensors: {embeddings: tensor([width, outputDim])},
    });
    width = outputDim;
  }
  const count = 1 + Math.floor(next() * 4);
  for (let i = 0; i < count; i++) {
    const kind = pick([
      'recurrent',
      'recurrent',
      'recurrent',
      'dense',
      'activation',
      'data',
      'dropout',
      'both',
    ]);
    if (kind === 'dense') {
      const units = size();
      add({
        type: 'dense',
        inputSize: width,
        units,
        activation: activation(),
        tensors: {kernel: tensor([width, units]), ...(chance(0.7) && {bias: tensor([units])})},
      });
      width = units;
    } else if (kind === 'activation') add({type: 'activation', activation: activation()});
    else if (kind === 'dropout') add({type: 'dropout', rate: 0.4});
    else if (kind === 'data')
      add({
        type: 'batchDataNormalization',
        tensors: {population_mean: tensor([width]), population_variance: tensor([width], 0.3, 2)},
      });
    else if (sequence) {
      const units = size();
      const returnSequences = chance(0.8);
      if (kind === 'recurrent') {
        add({...recurrent(width, units, returnSequences), ...(chance(0.1) && {goBackwards: true})});
        width = units;
      } else {
        const mergeMode = pick(['concat', 'sum', 'ave', 'mul']);
        const forward = recurrent(width, units, returnSequences);
        const backward = {...recurrent(width, units, returnSequences), goBackwards: true};
        add({type: 'bidirectional', mergeMode, forward, backward});
        width = mergeMode === 'concat' ? 2 * units : units;
      }
      sequence = returnSequences;
    }
  }
  return {
    input: {kind: symbols ? 'symbols' : 'vectors', size: inputSize},
    output: {size: width, sequence},
    // a model of nothing but skipped layers would have none
    layers: layers.length > 0 ? layers : [{type: 'activation', name: 'activation', activation: 'tanh'}],
  };
}

/** Inputs of a model, [batch,timeSteps,…]. */
export function randomInput({input}: ModelToWrite, rows: number, seed: number): Float32Array | Int32Array {
  const next = randomNumbers(seed);
  return input.kind === 'symbols'
    ? Int32Array.from({length: rows}, () => Math.floor(next() * input.size))
    : Float32Array.from({length: rows * input.size}, () => 2 * next() - 1);
}
