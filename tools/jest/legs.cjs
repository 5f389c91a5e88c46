'use strict';
// The one list of the legs of the test matrix. Nx's targets (tools/nx/legs.mjs), `npm test` (tools/test.mjs), jest's
// configuration (preset.cjs) and the tables (tools/features.mjs) are made from it.
const {join} = require('node:path');
// The packages of `extra` legs lie in tools/legs (tools/legs/install.mjs puts them there), so that `npm ci` alone stays small.
const extra = join(__dirname, '../legs/node_modules');

/** Test files by package: all of them, or those whose names are listed (`*` stands for any letters). */
const all = (...names) => Object.fromEntries(names.map((name) => [name, ['*']]));

const tensorPackages = all('normprop-core', 'normprop-layers', 'normprop-draw');
const nativePackages = {
  ...tensorPackages,
  // the command line's files that compute on the leg's backend
  normprop: ['training', 'killResume', 'sampling', 'charModel', 'draw', 'doctor', 'autoBackend'],
};
const softwareGL = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

/**
 * Of a leg: `title` and `where` for the tables; `packages`, whose tests run on it, and which of their files; `backend`, tfjs's
 * name of it; `native`, that the kernels are normprop-native's; `module`, which brings it in Node; `environment`, jest's, where
 * it is a special one; `cached`, whether Nx keeps its results; `folder`, the folder of tools whose packages it needs, where that
 * is not legs; `built`, that its tests need the packages built; `extra`, that `npm test` leaves it to `npm run test:all`.
 *
 * `page` runs the tests in headless Chromium: `flags` of the browser; `isolated` pages are served with the two headers that
 * give them shared memory; `worker` runs the tests in a Web Worker, which may sleep while other threads work; `since` is the
 * first Chromium with the backend.
 */
exports.legs = {
  cpu: {
    title: '`cpu`',
    where: 'Node',
    packages: {
      ...tensorPackages,
      ...all(
        'normprop-kernels',
        'normprop-datasets',
        'normprop-runtime',
        'normprop-convert',
        'normprop-doctor',
        'normprop',
      ),
    },
    module: '@tensorflow/tfjs-backend-cpu',
    backend: 'cpu',
    cached: true,
  },
  wasm: {
    title: '`wasm`',
    where: 'Node',
    packages: {...tensorPackages, ...all('normprop-convert', 'normprop')},
    module: '@tensorflow/tfjs-backend-wasm',
    backend: 'wasm',
    cached: true,
  },
  // without our kernels (setup-backend.cjs): what the layers do with tfjs's ops
  'wasm-ops': {
    title: '`wasm`, `useKernels(false)`',
    where: 'Node',
    packages: {'normprop-layers': ['conformance.*']},
    module: '@tensorflow/tfjs-backend-wasm',
    backend: 'wasm',
    kernels: false,
    cached: true,
  },
  // the kernels of normprop-native instead of WebAssembly's; tools/legs/native.mjs compiles them
  native: {
    title: '`wasm`, normprop-native',
    where: 'Node',
    // layers and draw on it have not been seen to pass as a whole yet
    packages: {
      ...all('normprop-kernels'),
      'normprop-core': ['*golden*'],
      'normprop-draw': ['*golden*', 'runOnArrays*'],
    },
    module: '@tensorflow/tfjs-backend-wasm',
    backend: 'wasm',
    native: true,
    extra: true,
  },
  node: {
    title: '`tensorflow`',
    where: 'Node',
    packages: nativePackages,
    module: join(extra, '@tensorflow/tfjs-node'),
    backend: 'tensorflow',
    environment: join(__dirname, 'native-environment.cjs'),
    extra: true,
  },
  cuda: {
    title: '`tensorflow`',
    where: 'Node, CUDA',
    packages: nativePackages,
    module: join(extra, '@tensorflow/tfjs-node-gpu'),
    backend: 'tensorflow',
    environment: join(__dirname, 'native-environment.cjs'),
    extra: true,
  },
  webgpu: {
    title: '`webgpu`',
    where: 'Node',
    packages: tensorPackages,
    module: join(extra, '@tensorflow/tfjs-backend-webgpu'),
    backend: 'webgpu',
    environment: join(__dirname, 'webgpu-environment.cjs'),
    extra: true,
  },
  // trained models where they are used: the published runtime in a page, a worker, an AudioWorklet, Deno and Bun; the examples
  places: {
    title: 'pages, AudioWorklet, Deno, Bun',
    where: 'Chromium and others',
    packages: {'normprop-runtime': ['places*']},
    module: '@tensorflow/tfjs-backend-cpu',
    backend: 'cpu',
    built: true,
    extra: true,
  },
  // tfjs on `cpu` against onnxruntime-node and onnxruntime-web, which lie in tools/onnxruntime
  onnx: {
    title: 'onnxruntime',
    where: 'Node',
    packages: {'normprop-convert': ['onnxruntime*'], normprop: ['onnxruntime*']},
    module: '@tensorflow/tfjs-backend-cpu',
    backend: 'cpu',
    folder: 'onnxruntime',
    extra: true,
  },
  'browser-wasm': {
    title: '`wasm`',
    where: 'Chromium',
    packages: tensorPackages,
    backend: 'wasm',
    page: {flags: [], since: 91},
    extra: true,
  },
  'browser-wasm-threads': {
    title: '`wasm`, threads',
    where: 'Chromium, isolated worker',
    packages: tensorPackages,
    backend: 'wasm',
    page: {flags: [], isolated: true, worker: true, threads: 2, since: 91},
    extra: true,
  },
  'browser-webgl': {
    title: '`webgl`',
    where: 'Chromium',
    packages: tensorPackages,
    backend: 'webgl',
    page: {flags: softwareGL, since: 69},
    extra: true,
  },
  'browser-webgpu': {
    title: '`webgpu`',
    where: 'Chromium',
    packages: tensorPackages,
    backend: 'webgpu',
    page: {flags: [...softwareGL, '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'], since: 113},
    extra: true,
  },
};

/** The leg of that name. @throws For another name. */
exports.legOf = (name) => {
  const leg = exports.legs[name];
  if (leg === undefined)
    throw new Error(`expected a leg (${Object.keys(exports.legs).join(', ')}), got '${name}'`);
  return leg;
};
