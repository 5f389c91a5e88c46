'use strict';
const {spawnSync} = require('node:child_process');

// What a backend's leg of the matrix leaves out: package, file (a pattern on its path) and why.
// `backend: '*'` with `except` runs a file on one backend only, because it does not depend on the backend.
// `slow` files run all the same where --slow is given (tools/browser/run.mjs).
// `missing` names the software without which a file cannot run anywhere: it is told of and counted as not run.
const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
const processes = 'starts processes of its own, on the cpu backend';
const arithmetic = 'numbers only, no tensors: the same on every backend';
const onImitated = 'minutes on a graphics card that software imitates; --slow runs it';
const ofWebAssembly = 'about the WebAssembly kernels, which are for cpu and wasm';
const readsAtOnce = 'about values that are needed at once: webgpu gives them only later, and readNow says so';
const manySteps =
  'thousands of tiny ops, minutes on a software adapter; the ops themselves run in the golden tests';
const imitated = ['browser-webgl', 'browser-webgpu'];
const exclude = (pkg, files, backends, why) =>
  files.flatMap((file) => backends.map((backend) => ({package: pkg, file, backend, why})));
const programs = 'fake programs and files, no tensors: the same on every backend';
const exclusions = [
  {package: 'normprop-core', file: 'variance/meanField/', backend: '*', except: 'cpu', why: arithmetic},
  {package: 'normprop-core', file: 'variance/table/', backend: '*', except: 'cpu', why: arithmetic},
  ...exclude(
    'normprop-core',
    ['tensorValues', 'packedOnce', 'accelerateMatMul'].map((name) => `src/kernels/${name}.test`),
    ['webgpu', 'browser-webgpu', 'browser-webgl'],
    ofWebAssembly,
  ),
  ...exclude(
    'normprop-core',
    ['src/gradient/gradientDecay', 'src/variance/differentiableVariances'],
    ['webgpu', 'browser-webgpu'],
    readsAtOnce,
  ),
  ...exclude('normprop-layers', ['src/variance/tracking'], ['webgpu', 'browser-webgpu'], readsAtOnce),
  ...exclude('normprop-core', ['src/gradient/', 'test/normalisedProduct'], ['webgpu'], manySteps),
  ...exclude(
    'normprop-layers',
    ['src/variance/calibrate', 'src/models/', 'src/trace/', 'src/data/', 'test/readme'],
    ['webgpu'],
    manySteps,
  ),
  ...exclude(
    'normprop-draw',
    ['src/train/', 'src/model/', 'src/bound/', 'src/sample/', 'test/readme'],
    ['webgpu'],
    manySteps,
  ),
  ...[
    ...exclude('normprop-core', ['src/gradient/gradientDecay'], ['browser-webgl'], onImitated),
    ...exclude('normprop-core', ['test/normalisedProduct'], ['browser-webgpu'], onImitated),
    ...exclude('normprop-layers', ['src/variance/calibrate.test'], imitated, onImitated),
    ...exclude('normprop-draw', ['src/train/fitDraw', 'src/bound/evaluateDraw'], imitated, onImitated),
    ...exclude('normprop-draw', ['src/model/Draw.test'], ['browser-webgpu'], onImitated),
  ].map((exclusion) => ({...exclusion, slow: true})),
  {package: 'normprop', file: 'src/doctor/install/', backend: '*', except: 'cpu', why: programs},
  {package: 'normprop', file: 'test/installNodeBackend', backend: '*', except: 'cpu', why: programs},
  {package: 'normprop', file: 'test/drawKill', backend: '*', except: 'cpu', why: processes},
  {package: 'normprop', file: 'test/sweepKill', backend: '*', except: 'cpu', why: processes},
  {package: 'normprop', file: 'test/sweepRedis', backend: '*', except: 'cpu', why: processes},
  ...(hasRedis
    ? []
    : [{package: 'normprop', file: 'test/sweepRedis', backend: '*', missing: 'redis-server'}]),
];

/** What the backend's leg leaves out of a package: `{file, why}`. */
exports.leftOut = (pkg, backend) =>
  exclusions.filter(
    (e) => e.package === pkg && (e.backend === backend || (e.backend === '*' && e.except !== backend)),
  );
exports.excluded = (pkg, backend) => exports.leftOut(pkg, backend).map((e) => e.file);
/** What does not run on this machine, in lines. */
exports.notRun = exclusions
  .filter(({missing}) => missing)
  .map((e) => `not run: packages/${e.package}/${e.file}.test.ts, because ${e.missing} is not installed`);
