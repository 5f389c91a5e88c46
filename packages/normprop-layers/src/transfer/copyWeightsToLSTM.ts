import {tidy, zerosLike} from '@tensorflow/tfjs-core';
import type {Tensor1D, Tensor2D} from '@tensorflow/tfjs-core';
import {normalizeColumns} from 'normprop-core';
import type {NormalizedLSTM} from '../layers/NormalizedLSTM.js';
import {checkRecurrence, checkSameShape, plainWeights} from './plainLSTM.js';
import type {PlainLSTM} from './plainLSTM.js';

/**
 * Gives a `tf.layers.lstm` the weights of one of our layers, so that both compute the same outputs.
 *
 * `lstm` and `weightNormLSTM` always have such weights. `normPropLSTM` has them only while it scales neither c nor h, that is
 * with γc = √Var[c] and Var[h] = 1, as `copyWeightsFromLSTM` leaves it. An initial state that was learned is not moved.
 *
 * @param layer One of ours, built.
 * @param plain Built, with the layer's `recurrentActivation` (its default is hardSigmoid, ours sigmoid).
 * @throws For layers that compute what no LSTM does, and for shapes or biases that do not fit.
 */
export async function copyWeightsToLSTM(layer: NormalizedLSTM, plain: PlainLSTM): Promise<void> {
  const {cell} = layer;
  if (!layer.built) throw new Error('layer: expected a built layer; apply it or call build() first');
  const target = plainWeights(plain, cell.recurrentActivation);
  await checkPlain(layer);
  checkRecurrence(layer);
  checkSameShape('kernel', cell.kernel, target.kernel);
  checkSameShape('recurrentKernel', cell.recurrentKernel, target.recurrentKernel);
  if (cell.bias !== null && target.bias === null) {
    throw new Error('bias: the layer has one, the tf.layers.lstm has useBias: false');
  }
  tidy(() => {
    const {kernel, recurrentKernel, gammaX, gammaH} = cell.coreWeights();
    const scaled = (w: Tensor2D, gamma?: Tensor1D): Tensor2D => (gamma ? normalizeColumns(w, gamma) : w);
    target.kernel.write(scaled(kernel, gammaX));
    target.recurrentKernel.write(scaled(recurrentKernel, gammaH));
    if (target.bias !== null) target.bias.write(cell.bias?.read() ?? zerosLike(target.bias.read()));
  });
}

async function checkPlain(layer: NormalizedLSTM): Promise<void> {
  const {cell} = layer;
  const className = layer.getClassName();
  if (cell.model === 'layerNorm' || cell.model === 'batchNorm') {
    throw new Error(`layer: no weights make an LSTM compute what a ${className} does`);
  }
  if (cell.model !== 'normProp') return;
  const values = (key: string) => cell.variable(key).read().data();
  const [gammaC, cellVariance, hiddenVariance] = await Promise.all([
    values('gammaC'),
    values('cellVariance'),
    values('hiddenVariance'),
  ]);
  const near1 = (value: number): boolean => Math.abs(value - 1) < 1e-6;
  const plainCell = cellVariance.every((v, i) => near1(gammaC[i % gammaC.length] / Math.sqrt(v)));
  if (!plainCell || !hiddenVariance.every(near1)) {
    throw new Error(
      `layer: a ${className} scales c by γc/√Var[c] and h by 1/√Var[h], which no LSTM does; both must be 1`,
    );
  }
}
