import {add, cast, equal, ones, onesLike, tidy, zerosLike} from '@tensorflow/tfjs-core';
import type {Tensor1D, Tensor2D} from '@tensorflow/tfjs-core';
import {columnNorms} from 'normprop-core';
import type {NormalizedLSTM} from '../layers/NormalizedLSTM.js';
import {checkRecurrence, checkSameShape, plainWeights} from './plainLSTM.js';
import type {PlainLSTM} from './plainLSTM.js';

/**
 * Gives a layer the weights of a `tf.layers.lstm`, so that both compute the same outputs.
 *
 * - `lstm`: copied.
 * - `weightNormLSTM`: copied, with γ = ‖W column‖₂.
 * - `normPropLSTM`: as Weight Norm, with γc, Var[c] and Var[h] set to 1. The layer then is a plain LSTM: its hidden state
 *   has the variance of the LSTM's, not 1.
 *
 * @param layer One of ours, built. Its learned initial state, if it has one, is left alone.
 * @param plain Built, with the layer's `recurrentActivation` (its default is hardSigmoid, ours sigmoid).
 * @throws For `layerNormLSTM` and `batchNormLSTM`, which no weights make a plain LSTM; for shapes that differ; if only
 *   `plain` has a bias.
 */
export function copyWeightsFromLSTM(layer: NormalizedLSTM, plain: PlainLSTM): void {
  const {cell} = layer;
  if (cell.model === 'layerNorm' || cell.model === 'batchNorm') {
    throw new Error(`layer: no weights make a ${layer.getClassName()} compute what an LSTM does`);
  }
  if (!layer.built) throw new Error('layer: expected a built layer; apply it or call build() first');
  checkRecurrence(layer);
  const source = plainWeights(plain, cell.recurrentActivation);
  checkSameShape('kernel', cell.kernel, source.kernel);
  checkSameShape('recurrentKernel', cell.recurrentKernel, source.recurrentKernel);
  if (source.bias !== null && cell.bias === null) {
    throw new Error('bias: the tf.layers.lstm has one, the layer has useBias: false');
  }
  tidy(() => {
    const kernel = source.kernel.read() as Tensor2D;
    const recurrentKernel = source.recurrentKernel.read() as Tensor2D;
    if (cell.bias !== null) cell.bias.write(source.bias?.read() ?? zerosLike(cell.bias.read()));
    if (cell.model === 'lstm') {
      cell.kernel.write(kernel);
      cell.recurrentKernel.write(recurrentKernel);
      return;
    }
    cell.variable('gammaX').write(columnNorms(kernel));
    cell.variable('gammaH').write(columnNorms(recurrentKernel));
    cell.kernel.write(withoutZeroColumns(kernel));
    cell.recurrentKernel.write(withoutZeroColumns(recurrentKernel));
    if (cell.model !== 'normProp') return;
    cell.variable('gammaC').write(onesLike(cell.variable('gammaC').read()));
    cell.variable('cellVariance').write(ones([cell.units]));
    cell.variable('hiddenVariance').write(ones([cell.units]));
  });
}

/** A column of zeros has no direction for a later gain to act on; with γ = 0 its direction does not matter. */
function withoutZeroColumns(w: Tensor2D): Tensor2D {
  return add(w, cast(equal(columnNorms(w), 0), 'float32') as Tensor1D);
}
