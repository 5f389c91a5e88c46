import type {Weight} from '../chain/chain.js';
import {transposed} from './transposed.js';

/** One layer of an `nn.LSTM` in one direction, as `lstm` takes it. */
export interface TorchDirection {
  /** D. */
  inputSize: number;
  /** H. */
  units: number;
  /** `kernel` [D,4H], `recurrent_kernel` [H,4H] and, where there are biases, `bias` [4H]; gates i, f, c, o. */
  weights: Weight[];
}

/**
 * The layers of an `nn.LSTM`, each with one direction or two, taken out of a state dict.
 *
 * `weight_ih_l<k>` [4H,D], `weight_hh_l<k>` [4H,H], `bias_ih_l<k>` and `bias_hh_l<k>` [4H], `…_reverse` for the second direction.
 * PyTorch's gates i, f, g, o are Keras' i, f, c, o; the two biases are summed.
 *
 * @param tensors The state dict; what belongs to the module is removed.
 * @param prefix The module's name, or ''.
 * @throws For a missing tensor, a shape that does not fit, for `proj_size` and for modules with another number of gates.
 *
 * Source: PyTorch's documentation of torch.nn.LSTM.
 */
export function lstmOfStateDict(tensors: Map<string, Weight>, prefix: string): TorchDirection[][] {
  const full = (name: string) => (prefix === '' ? name : `${prefix}.${name}`);
  const layers: TorchDirection[][] = [];
  while (tensors.has(full(`weight_ih_l${layers.length}`))) {
    const suffix = `_l${layers.length}`;
    const suffixes = tensors.has(full(`weight_ih${suffix}_reverse`))
      ? [suffix, `${suffix}_reverse`]
      : [suffix];
    layers.push(suffixes.map((each) => direction(tensors, full, each)));
  }
  if (layers.length === 0) throw new Error(`tensor '${full('weight_ih_l0')}': is not in the file`);
  layers.slice(1).forEach((layer, i) => {
    const below = layers[i].reduce((sum, {units}) => sum + units, 0);
    for (const {inputSize} of layer) {
      if (inputSize !== below)
        throw new Error(
          `tensor '${full(`weight_ih_l${i + 1}`)}': expected ${below} inputs as layer ${i} gives, got ${inputSize}`,
        );
    }
  });
  return layers;
}

function direction(
  tensors: Map<string, Weight>,
  full: (name: string) => string,
  suffix: string,
): TorchDirection {
  const optional = (name: string): Weight | undefined => {
    const weight = tensors.get(full(name + suffix));
    tensors.delete(full(name + suffix));
    return weight;
  };
  const take = (name: string): Weight => {
    const weight = optional(name);
    if (weight === undefined) throw new Error(`tensor '${full(name + suffix)}': is not in the file`);
    return weight;
  };
  if (tensors.has(full(`weight_hr${suffix}`)))
    throw new Error(`tensor '${full(`weight_hr${suffix}`)}': an nn.LSTM with proj_size cannot be imported`);
  const kernel = transposed(take('weight_ih'), full(`weight_ih${suffix}`));
  const recurrent = transposed(take('weight_hh'), full(`weight_hh${suffix}`));
  const [inputSize] = kernel.shape;
  const [units, columns] = recurrent.shape;
  if (columns !== 4 * units) {
    const other = columns === 3 * units ? ' (a GRU has 3)' : columns === units ? ' (an RNN has 1)' : '';
    throw new Error(
      `tensor '${full(`weight_hh${suffix}`)}': expected 4 gates of ${units} rows each, got ${columns} rows${other}`,
    );
  }
  expectShape(full(`weight_ih${suffix}`), kernel.shape, [inputSize, 4 * units]);
  const biases = [optional('bias_ih'), optional('bias_hh')];
  if ((biases[0] === undefined) !== (biases[1] === undefined))
    throw new Error(`tensor '${full(`bias_ih${suffix}`)}': expected both biases or none`);
  const [fromInput, fromHidden] = biases;
  if (fromInput === undefined || fromHidden === undefined)
    return {inputSize, units, weights: [kernel, recurrent]};
  expectShape(full(`bias_ih${suffix}`), fromInput.shape, [4 * units]);
  expectShape(full(`bias_hh${suffix}`), fromHidden.shape, [4 * units]);
  const sum = fromInput.values.map((value, i) => value + fromHidden.values[i]);
  return {inputSize, units, weights: [kernel, recurrent, {shape: [4 * units], values: sum}]};
}

function expectShape(name: string, shape: number[], expected: number[]): void {
  if (shape.join() !== expected.join())
    throw new Error(
      `tensor '${name}': expected the sizes ${expected.join(' and ')}, got ${shape.join(' and ')}`,
    );
}
