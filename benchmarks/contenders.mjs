// The training steps that the benchmark compares.
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import * as normprop from 'normprop-layers';

export const models = {
  lstm: 'lstm',
  weightNorm: 'weightNormLSTM',
  normProp: 'normPropLSTM',
  layerNorm: 'layerNormLSTM',
  batchNorm: 'batchNormLSTM',
};

/** `tf.layers.lstm` with the gates that ours have. */
export function stockLSTM(units, args = {}) {
  return tfl.layers.lstm({
    units,
    returnSequences: true,
    recurrentActivation: 'sigmoid',
    kernelInitializer: 'glorotUniform',
    recurrentInitializer: 'glorotUniform',
    ...args,
  });
}

/** One of our layers. */
export function ourLSTM(model, units, args = {}) {
  return normprop[models[model]]({units, returnSequences: true, ...args});
}

/** Our Norm Prop cell under `tf.layers.rnn`, one step after the other on tfjs's tape. */
export function steppedNormProp(units) {
  return tfl.layers.rnn({cell: normprop.normPropLSTMCell({units}), returnSequences: true});
}

/** One training step of the layer on x [B,T,D]: forward and all gradients of sum(outputs), no optimiser. */
export function trainingStep(layer, x) {
  tf.dispose(layer.apply(x));
  const variables = layer.trainableWeights.map((weight) => weight.read());
  return () => {
    const {value, grads} = tf.variableGrads(() => tf.sum(layer.apply(x, {training: true})), variables);
    value.dataSync();
    value.dispose();
    for (const gradient of Object.values(grads)) {
      gradient.dataSync();
      gradient.dispose();
    }
  };
}

/** One step of `model.fit`: one-hot inputs times a matrix, recurrent layer, softmax over the symbols, Adam. */
export function fitStep(recurrent, optimizer, {T, B, V}) {
  const model = tfl.sequential({
    layers: [
      tfl.layers.dense({units: V, useBias: false, inputShape: [T, V], kernelInitializer: 'glorotUniform'}),
      recurrent,
      tfl.layers.dense({units: V, activation: 'softmax', kernelInitializer: 'glorotUniform'}),
    ],
  });
  model.compile({optimizer, loss: 'categoricalCrossentropy'});
  const symbols = tf.tidy(() => tf.randomUniform([B, T + 1], 0, V, 'int32', 3));
  const [x, y] = tf.tidy(() => [
    tf.cast(tf.oneHot(tf.slice(symbols, [0, 0], [B, T]), V), 'float32'),
    tf.cast(tf.oneHot(tf.slice(symbols, [0, 1], [B, T]), V), 'float32'),
  ]);
  return () => model.fit(x, y, {epochs: 1, batchSize: B, shuffle: false, verbose: 0});
}
