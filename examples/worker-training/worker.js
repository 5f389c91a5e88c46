importScripts(
  'node_modules/@tensorflow/tfjs/dist/tf.min.js',
  'node_modules/normprop-layers/dist/normprop-layers.min.js',
  'train.js',
);
train((epoch, loss) => postMessage({epoch, loss})).then(
  () => postMessage({done: true}),
  (error) => postMessage({failed: String(error?.stack ?? error)}),
);
