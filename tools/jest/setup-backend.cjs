'use strict';
// Runs before each test file's tests in Node: starts the backend of the leg that TFJS_BACKEND names.
const util = require('node:util');
const tf = require('@tensorflow/tfjs-core');

const {legOf} = require('./legs.cjs');

const leg = legOf(process.env.TFJS_BACKEND ?? 'cpu');

util.isNullOrUndefined ??= (value) => value === null || value === undefined; // Node 23 has none; tfjs-node calls it

const deviceErrors = [];

beforeAll(async () => {
  const {module, backend} = leg;
  require(module);
  if (!(await tf.setBackend(backend))) throw new Error(`the tfjs backend '${backend}' did not start`);
  // The greeting comes with the first tensor and is silent under IS_TEST; that flag's check of kernels for leaked data
  // takes wasm's copies of saved inputs for leaks, so it does not stay on.
  tf.env().set('IS_TEST', true);
  tf.scalar(0).dispose();
  tf.env().set('IS_TEST', false);
  if (leg.kernels === false) require('normprop-core').useKernels(false);
  if (tf.getBackend() !== backend)
    throw new Error(`expected the backend '${backend}', got '${tf.getBackend()}'`);
  // A shader that does not compile gives zeros, and says so nowhere else.
  if (leg.backend === 'webgpu')
    tf.backend().device.addEventListener('uncapturederror', ({error}) => deviceErrors.push(error.message));
});

if (leg.backend === 'webgpu') {
  afterAll(async () => {
    await tf.backend().device.queue.onSubmittedWorkDone();
    if (deviceErrors.length > 0) throw new Error(`the device had errors:\n${deviceErrors.join('\n')}`);
  });
}
