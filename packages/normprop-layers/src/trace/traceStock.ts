import {add, matMul, mul, reverse, split, stack, unstack, zeros} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
import type {LayerVariable, RNN} from '@tensorflow/tfjs-layers';
import type {LSTMStates} from 'normprop-core/research';

interface StockCell {
  units: number;
  kernel: LayerVariable;
  recurrentKernel: LayerVariable;
  bias: LayerVariable | null;
  activation: {apply(x: Tensor): Tensor};
  recurrentActivation: {apply(x: Tensor): Tensor};
}

/** Steps through a `tf.layers.lstm`, which may have any activations, on x [T,B,D]. */
export function traceStock(layer: RNN, x: Tensor3D): LSTMStates {
  const cell = layer.cell as unknown as StockCell;
  const [kernel, recurrentKernel] = [cell.kernel.read(), cell.recurrentKernel.read()] as Tensor2D[];
  const [gate, activation] = [cell.recurrentActivation, cell.activation];
  let h: Tensor = zeros([x.shape[1], cell.units]);
  let c = h;
  const states = unstack(layer.goBackwards ? reverse(x, 0) : x).map((step) => {
    const products = add(matMul(step as Tensor2D, kernel), matMul(h as Tensor2D, recurrentKernel));
    const sums = split(cell.bias ? add(products, cell.bias.read()) : products, 4, 1);
    const [inputGate, forgetGate, outputGate] = [sums[0], sums[1], sums[3]].map((a) => gate.apply(a));
    const candidate = activation.apply(sums[2]);
    c = add(mul(inputGate, candidate), mul(forgetGate, c));
    h = mul(outputGate, activation.apply(c));
    return {inputGate, forgetGate, candidate, outputGate, cell: c, hidden: h};
  });
  const all = (name: keyof LSTMStates) => stack(states.map((state) => state[name])) as Tensor3D;
  return {
    inputGate: all('inputGate'),
    forgetGate: all('forgetGate'),
    candidate: all('candidate'),
    outputGate: all('outputGate'),
    cell: all('cell'),
    hidden: all('hidden'),
  };
}
