// The bound of a DRAW network as one writes it in plain tfjs ops with tfjs's own gradients: what normprop-draw is compared with.
// It takes the weights of a `Draw` (attention, models lstm, weightNorm and normProp), so that both compute the same number.
import * as tf from '@tensorflow/tfjs-core';

/**
 * The bound of a batch [B,H,W,C] with noise [T,B,Z].
 *
 * @param eachGlimpse normalise the columns in each glimpse, as a cell does that is called step by step; else once, as in ours.
 */
export function plainBound(model, images, noise, {eachGlimpse = false} = {}) {
  const {imageShape, readSize, writeSize} = model.config;
  const [height, width, channels] = imageShape;
  const batch = images.shape[0];
  const w = Object.fromEntries(model.namedWeights.map(({name, variable}) => [name, variable.read()]));
  const encoder = plainCell(model.config.encoder.model, w, 'encoder', eachGlimpse);
  const decoder = plainCell(model.config.decoder.model, w, 'decoder', eachGlimpse);
  const linear = (x, name) => tf.add(tf.matMul(x, w[`${name}/kernel`]), w[`${name}/bias`]);
  let canvas = tf.zeros([batch, ...imageShape]);
  let encoderState = encoder.zeroState(batch);
  let decoderState = decoder.zeroState(batch);
  let kl = tf.zeros([batch]);
  for (const epsilon of tf.unstack(noise)) {
    const error = tf.sub(images, tf.sigmoid(canvas));
    const [filterX, filterY, gamma] = filters(linear(decoderState[0], 'read'), readSize, height, width);
    const patches = [images, error].map((image) => tf.reshape(through(filterY, image, filterX), [batch, -1]));
    const glimpse = tf.mul(gamma, tf.concat(patches, 1));
    encoderState = encoder.step(tf.concat([glimpse, decoderState[0]], 1), encoderState);
    const [mean, logDeviation] = tf.split(linear(encoderState[0], 'latent'), 2, 1);
    const deviation = tf.exp(logDeviation);
    decoderState = decoder.step(tf.add(mean, tf.mul(deviation, epsilon)), decoderState);
    const parameters = linear(decoderState[0], 'write');
    const [toX, toY, intensity] = filters(tf.slice(parameters, [0, 0], [-1, 5]), writeSize, height, width);
    const patch = tf.reshape(tf.slice(parameters, [0, 5], [-1, -1]), [batch, writeSize, writeSize, channels]);
    const written = through(tf.transpose(toY, [0, 2, 1]), patch, tf.transpose(toX, [0, 2, 1]));
    canvas = tf.add(canvas, tf.div(written, tf.reshape(intensity, [batch, 1, 1, 1])));
    const terms = tf.sub(tf.add(tf.square(mean), tf.square(deviation)), tf.add(tf.mul(2, logDeviation), 1));
    kl = tf.add(kl, tf.mul(0.5, tf.sum(terms, 1)));
  }
  const crossEntropy = tf.sub(tf.softplus(canvas), tf.mul(images, canvas));
  return tf.mean(tf.add(tf.sum(tf.reshape(crossEntropy, [batch, -1]), 1), kl));
}

function plainCell(model, weights, part, eachGlimpse) {
  const w = (name) => weights[`${part}/${name}`];
  const normalised = (kernel, gamma) => tf.mul(kernel, tf.div(gamma, tf.sqrt(tf.sum(tf.square(kernel), 0))));
  const matrices = () =>
    model === 'lstm'
      ? [w('kernel'), w('recurrent_kernel')]
      : [normalised(w('kernel'), w('gamma_x')), normalised(w('recurrent_kernel'), w('gamma_h'))];
  const once = matrices();
  const scale = model === 'normProp' && tf.div(w('gamma_c'), tf.sqrt(w('cell_variance')));
  const hiddenScale = model === 'normProp' && tf.rsqrt(w('hidden_variance'));
  const units = w('recurrent_kernel').shape[0];
  return {
    zeroState: (batch) => [tf.zeros([batch, units]), tf.zeros([batch, units])],
    step(x, [h, c]) {
      const [kernel, recurrent] = eachGlimpse ? matrices() : once;
      const a = tf.add(tf.add(tf.matMul(x, kernel), tf.matMul(h, recurrent)), w('bias'));
      const [i, f, g, o] = tf.split(a, 4, 1);
      const cell = tf.add(tf.mul(tf.sigmoid(i), tf.tanh(g)), tf.mul(tf.sigmoid(f), c));
      const hidden = tf.mul(tf.sigmoid(o), tf.tanh(scale ? tf.mul(cell, scale) : cell));
      return [hiddenScale ? tf.mul(hidden, hiddenScale) : hidden, cell];
    },
  };
}

function filters(numbers, size, height, width) {
  const [x, y, ...logs] = tf.split(numbers, 5, 1);
  const [variance, stride, gamma] = logs.map((log) => tf.exp(log));
  const steps = tf.expandDims(tf.sub(tf.range(1, size + 1), size / 2 + 0.5), 0);
  const delta = tf.mul(stride, (Math.max(height, width) - 1) / Math.max(size - 1, 1));
  const bank = (centre, pixels) => {
    const mean = tf.add(tf.mul(tf.add(centre, 1), (pixels + 1) / 2), tf.mul(delta, steps));
    const distance = tf.sub(tf.reshape(tf.range(1, pixels + 1), [1, 1, -1]), tf.expandDims(mean, 2));
    const f = tf.exp(tf.neg(tf.div(tf.square(distance), tf.mul(2, tf.expandDims(variance, 2)))));
    return tf.div(f, tf.add(tf.sum(f, 2, true), 1e-8));
  };
  return [bank(x, width), bank(y, height), gamma];
}

/** F_Y x F_Xᵀ. One channel needs no tiles. */
function through(filterY, image, filterX) {
  const [batch, height, width, channels] = image.shape;
  if (channels !== 1) throw new Error(`the plain network has one channel, got ${channels}`);
  const rows = tf.matMul(filterY, tf.reshape(image, [batch, height, width]));
  return tf.expandDims(tf.matMul(rows, filterX, false, true), 3);
}
