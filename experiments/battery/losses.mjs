import * as tf from '@tensorflow/tfjs-core';

/** Mean squared error over all numbers. */
export function squaredError(labels, outputs) {
  return tf.mean(tf.squaredDifference(labels, outputs));
}

/** Mean cross entropy in nats of softmax(outputs) against one-hot labels, over batch and steps. */
export function crossEntropy(labels, outputs) {
  const size = outputs.shape.at(-1);
  return tf.losses.softmaxCrossEntropy(tf.reshape(labels, [-1, size]), tf.reshape(outputs, [-1, size]));
}

/** Cross entropy over the last `steps` of the sequence alone. */
export function crossEntropyAtEnd(steps) {
  return (labels, outputs) => {
    const [batch, length, size] = outputs.shape;
    const end = (values) => tf.slice(values, [0, length - steps, 0], [batch, steps, size]);
    return crossEntropy(end(labels), end(outputs));
  };
}

/** Mean cross entropy in nats of sigmoid(outputs) against labels of 0 and 1. */
export function binaryCrossEntropy(labels, outputs) {
  return tf.losses.sigmoidCrossEntropy(labels, outputs);
}
