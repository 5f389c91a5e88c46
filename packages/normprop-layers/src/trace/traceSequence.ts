import {tidy, transpose} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor3D} from '@tensorflow/tfjs-core';
import type {layers, LayerVariable, RNN} from '@tensorflow/tfjs-layers';
import {lstmStates} from 'normprop-core/research';
import type {LSTMStates} from 'normprop-core/research';
import {NormalizedLSTM} from '../layers/NormalizedLSTM.js';
import {traceStock} from './traceStock.js';

/** Gates (i, f, o after their activation, g after its tanh), c and h of every step [T,B,H], in the order of computation. */
export type Trace = LSTMStates;

/**
 * What happens inside a layer on x [B,T,D], as at inference, from its first state.
 *
 * @param layer One of our layers or a `tf.layers.lstm`.
 * @throws For any other layer, for one that is not built, and for an x that does not fit.
 */
export function traceSequence(layer: layers.Layer, x: Tensor): Trace {
  const className = layer.getClassName();
  if (!(layer instanceof NormalizedLSTM) && className !== 'LSTM') {
    throw new Error(`layer: expected a layer of normprop-layers or a tf.layers.lstm, got ${className}`);
  }
  const {cell} = layer as RNN as RNN & {cell: {kernel: LayerVariable}};
  if (!cell.built) throw new Error('layer: expected a built layer; apply it or call build() first');
  const [features] = cell.kernel.shape;
  if (x.rank !== 3 || x.shape[2] !== features) {
    throw new Error(`batches: expected shape [B,T,${features}], got [${x.shape.join(',')}]`);
  }
  return tidy(() => {
    const steps = transpose(x as Tensor3D, [1, 0, 2]);
    return layer instanceof NormalizedLSTM
      ? traceOurs(layer as NormalizedLSTM, steps)
      : traceStock(layer as RNN, steps);
  });
}

function traceOurs(layer: NormalizedLSTM, x: Tensor3D): Trace {
  const [timeSteps, batch] = x.shape;
  const call = layer.cell.begin(false);
  return lstmStates(x, call.weights, {
    ...call.model,
    ...call.options,
    ...call.noise<Tensor3D>([timeSteps, batch, layer.units]),
    initialState: layer.startState(batch),
    goBackwards: layer.goBackwards,
  });
}
