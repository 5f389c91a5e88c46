// The training itself, as a plain script: the worker loads it with importScripts, the page with a script element. It takes the globals
// `tf` (of @tensorflow/tfjs) and `normprop` (of normprop-layers).

/** Trains a Norm Prop LSTM to say the mean of the first of four numbers; `report` gets the loss after each epoch. */
async function train(report) {
  await tf.setBackend('cpu'); // runs our kernels, and needs no file of its own
  const x = tf.randomNormal([1024, 50, 4], 0, 1, 'float32', 1);
  const y = tf.tidy(() => tf.slice(tf.mean(x, 1), [0, 0], [-1, 1]));
  const model = tf.sequential({
    layers: [
      normprop.normPropLSTM({units: 64, inputShape: [50, 4], seed: 2}),
      tf.layers.dense({units: 1, kernelInitializer: 'zeros'}),
    ],
  });
  model.compile({optimizer: normprop.adam({learningRate: 5e-3, clipNorm: 1}), loss: 'meanSquaredError'});
  const callbacks = {onEpochEnd: (epoch, {loss}) => report(epoch, loss)};
  await model.fit(x, y, {epochs: 5, batchSize: 256, verbose: 0, callbacks});
}
