'use strict';
// The legs of the test matrix that run in Node: which package brings the backend, and what tfjs calls it. The packages of
// `extra` legs lie in tools/legs (tools/legs/install.mjs puts them there), so that `npm ci` alone stays small.
const {join} = require('node:path');
const extra = join(__dirname, '../legs/node_modules');

// The command line on the native backend: the files that compute on the leg's backend.
const only = {
  normprop: ['training', 'killResume', 'sampling', 'charModel', 'draw', 'doctor', 'autoBackend'],
};

exports.legs = {
  cpu: {module: '@tensorflow/tfjs-backend-cpu', backend: 'cpu'},
  wasm: {module: '@tensorflow/tfjs-backend-wasm', backend: 'wasm'},
  // without our kernels (setup-backend.cjs): what the layers do with tfjs's ops
  'wasm-ops': {
    module: '@tensorflow/tfjs-backend-wasm',
    backend: 'wasm',
    only: {'normprop-layers': ['conformance.*']},
  },
  node: {
    module: join(extra, '@tensorflow/tfjs-node'),
    backend: 'tensorflow',
    only,
    environment: join(__dirname, 'native-environment.cjs'),
  },
  cuda: {
    module: join(extra, '@tensorflow/tfjs-node-gpu'),
    backend: 'tensorflow',
    only,
    environment: join(__dirname, 'native-environment.cjs'),
  },
  webgpu: {
    module: join(extra, '@tensorflow/tfjs-backend-webgpu'),
    backend: 'webgpu',
    environment: join(__dirname, 'webgpu-environment.cjs'),
  },
};
