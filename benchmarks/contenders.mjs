// The training steps that the benchmark compares: forward and all gradients of sum(outputs), no optimiser.
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import * as normprop from 'normprop-layers';

export const models = {
  lstm: 'lstm',
  weightNorm: 'weightNormLSTM',
  normProp: 'normPropLSTM',
  layerNorm: 'layerNormLSTM',
  batchNorm: 'batchNormLSTM',
};

/** `tf.layers.lstm` with the gates that ours have. */
export function stockLSTM(units) {
  return layers.layers.lstm({
    units,
    returnSequences: true,
    recurrentActivation: 'sigmoid',
    kernelInitializer: normprop.orthogonal({seed: 1}),
    recurrentInitializer: normprop.orthogonal({seed: 2}),
  });
}

/** One of our layers. */
export function ourLSTM(model, units) {
  return normprop[models[model]]({units, returnSequences: true});
}

/** Our Norm Prop cell under `tf.layers.rnn`, one step after the other on tfjs's tape. */
export function steppedNormProp(units) {
  return layers.layers.rnn({cell: normprop.normPropLSTMCell({units}), returnSequences: true});
}

/** A function that runs one training step of the layer on x [B,T,D] and waits for every gradient. */
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
