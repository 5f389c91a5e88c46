import {setWasmPaths} from '@tensorflow/tfjs-backend-wasm';
import {useKernels} from 'normprop-core';

setWasmPaths('/wasm/');
const threads = Number(new URL(location.href).searchParams.get('threads') ?? 1);
let kernels = useKernels({threads});
while (kernels.threads < threads) {
  await new Promise((resolve) => setTimeout(resolve, 5));
  kernels = useKernels(true);
}
await tf.ready();
// What to learn: the last step's mean over the features, scaled to variance 1.
const x = tf.randomNormal([256, 20, 8], 0, 1, 'float32', 1);
const y = tf.mul(tf.mean(tf.squeeze(tf.slice(x, [0, 19, 0], [256, 1, 8]), [1]), 1, true), Math.sqrt(8));
