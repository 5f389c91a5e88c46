import {dispose, tensor} from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {lstm} from 'normprop-layers';
import {bytesOf} from '../bytesOf.js';
import type {Weight} from '../chain/chain.js';
import {readSafetensors} from '../safetensors/readSafetensors.js';
import {lstmOfStateDict} from './lstmOfStateDict.js';
import type {TorchDirection} from './lstmOfStateDict.js';
import {transposed} from './transposed.js';

/** Options of `importTorch`: a state dict says neither what a module is nor in which order they are called. */
export interface ImportTorchOptions {
  /** The name of the `nn.LSTM`, such as 'rnn'; default the only one there is, '' where it is the whole module. */
  lstm?: string;
  /** The name of an `nn.Embedding` before it. */
  embedding?: string;
  /** The name of an `nn.Linear` behind it. */
  linear?: string;
  /** Names of tensors, or of modules, to leave out. */
  ignore?: string[];
  /** Whether the last layer gives the outputs of all steps (default, as `nn.LSTM` does) or of the last one. */
  returnSequences?: boolean;
}

/**
 * A tfjs model from a PyTorch state dict in a safetensors file: an `nn.LSTM` of any number of layers and both directions, with an
 * embedding before it and a linear layer behind it where they are named.
 *
 * Gates are reordered from i, f, g, o, matrices turned round, the two biases added up (without biases the layers have none). Input
 * [B,T,D] as with `batch_first=True`, or [B,T] of symbols. Dropout between the layers is no part of a state dict.
 *
 * @param file What `safetensors.torch.save_file(module.state_dict(), …)` wrote; float16, bfloat16 and float64 become float32.
 * @returns A model of `lstm` layers of normprop-layers, which trains further.
 * @throws For a damaged file, for `proj_size`, for a GRU or RNN, for tensors that no option names; the message names the tensor.
 *
 * @example
 * const model = await importTorch(await readFile('tagger.safetensors'), {embedding: 'embed', linear: 'fc'});
 */
export async function importTorch(
  file: Uint8Array | ArrayBuffer,
  options: ImportTorchOptions = {},
): Promise<tfl.Sequential> {
  const bytes = bytesOf(file, 'file');
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    throw new Error(
      'file: a PyTorch pickle archive (it begins with PK), which runs code when it is read; save the state dict with safetensors.torch.save_file',
    );
  }
  const rest = new Map(readSafetensors(bytes).tensors);
  const take = (name: string): Weight => {
    const weight = rest.get(name);
    if (weight === undefined)
      throw new Error(
        `tensor '${name}': is not in the file; it has ${[...rest.keys()].slice(0, 8).join(', ')}`,
      );
    rest.delete(name);
    return weight;
  };
  const embedding = options.embedding === undefined ? undefined : take(joined(options.embedding, 'weight'));
  const linear =
    options.linear === undefined
      ? undefined
      : [
          transposed(take(joined(options.linear, 'weight')), `${options.linear}.weight`),
          ...(rest.has(joined(options.linear, 'bias')) ? [take(joined(options.linear, 'bias'))] : []),
        ];
  const prefix = options.lstm ?? onlyLSTM([...rest.keys()]);
  const layers = lstmOfStateDict(rest, prefix);
  const left = [...rest.keys()].filter((name) => !isIgnored(name, options.ignore ?? []));
  if (left.length > 0) {
    throw new Error(
      `tensor '${left[0]}'${left.length > 1 ? ` and ${left.length - 1} more` : ''}: belong to no part that is imported; ` +
        "name their module as 'embedding' or 'linear', or put it in 'ignore'",
    );
  }
  return build(layers, embedding, linear, options.returnSequences ?? true);
}

function build(
  layers: TorchDirection[][],
  embedding: Weight | undefined,
  linear: Weight[] | undefined,
  returnSequences: boolean,
): Promise<tfl.Sequential> {
  const model = tfl.sequential();
  const weights: Weight[] = [];
  const [{inputSize}] = layers[0];
  checkMatrix('embedding', embedding, 1, inputSize);
  model.add(tfl.layers.inputLayer({batchInputShape: [null, null, ...(embedding ? [] : [inputSize])]}));
  if (embedding) {
    const [inputDim, outputDim] = embedding.shape;
    model.add(tfl.layers.embedding({inputDim, outputDim}));
    weights.push(embedding);
  }
  layers.forEach((directions, i) => {
    const [{units, weights: first}] = directions;
    const layer = lstm({
      units,
      useBias: first.length === 3,
      returnSequences: returnSequences || i < layers.length - 1,
    });
    model.add(
      directions.length === 1
        ? layer
        : tfl.layers.bidirectional({layer: layer as tfl.RNN, mergeMode: 'concat'}),
    );
    weights.push(...directions.flatMap((direction) => direction.weights));
  });
  if (linear) {
    const last = layers[layers.length - 1];
    checkMatrix('linear', linear[0], 0, last[0].units * last.length);
    model.add(tfl.layers.dense({units: linear[0].shape[1], useBias: linear.length === 2}));
    weights.push(...linear);
  }
  const tensors = weights.map(({values, shape}) => tensor(values, shape, 'float32'));
  try {
    model.setWeights(tensors);
  } finally {
    dispose(tensors);
  }
  return Promise.resolve(model);
}

function checkMatrix(option: string, weight: Weight | undefined, axis: number, size: number): void {
  if (weight === undefined) return;
  if (weight.shape.length !== 2 || weight.shape[axis] !== size) {
    throw new Error(
      `${option}: expected a matrix with ${size} ${axis === 0 ? 'inputs' : 'outputs'} as the LSTM has, got [${weight.shape.join(',')}]`,
    );
  }
}

/** The module name of the only `nn.LSTM`. */
function onlyLSTM(names: string[]): string {
  const first = names.filter((name) => /(^|\.)weight_ih_l0$/.test(name));
  if (first.length === 1) return first[0].replace(/\.?weight_ih_l0$/, '');
  const found = first.length === 0 ? names.slice(0, 8).join(', ') : first.join(', ');
  throw new Error(
    `lstm: expected one nn.LSTM (a tensor weight_ih_l0) in the file, found ${first.length}: ${found}`,
  );
}

function isIgnored(name: string, ignored: string[]): boolean {
  return ignored.some((each) => name === each || name.startsWith(`${each}.`));
}

function joined(module: string, name: string): string {
  return module === '' ? name : `${module}.${name}`;
}
