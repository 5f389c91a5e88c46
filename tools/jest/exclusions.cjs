'use strict';
const {spawnSync} = require('node:child_process');

// What a backend's leg of the matrix leaves out: package, file (a pattern on its path) and why. The rule: what computes on the
// backend runs on every leg; what does not, on cpu alone; a leg that runs the kernels and ops of another leg in another place has
// what compares with a reference. CONTRIBUTING.md says more.
// `backend: '*'` with `except` runs a file on one backend only, because it does not depend on the backend.
// `slow` files run all the same where --slow is given (run.mjs).
// `missing` names the software without which a file cannot run anywhere: it is reported as not run.
const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
/** Those with which safetensors files are read where they come from; NORMPROP_PYTHON names another python3. */
const pythonModules = ['keras', 'torch', 'safetensors'];
const hasKerasAndTorch =
  spawnSync(process.env.NORMPROP_PYTHON ?? 'python3', [
    '-c',
    'import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, sys.argv[1:])))',
    ...pythonModules,
  ]).status === 0;
const processes = 'starts processes of its own, on the cpu backend';
const loadsAnew = 'loads the package once more, with jest’s registry of modules, which a page does not have';
const ownBackend = 'starts a backend of its own, as a page does';
const arithmetic = 'numbers of JavaScript, at most put in a tensor: the same on every backend';
const refusals = 'arguments are refused before anything is computed: the same on every backend';
const asInNode =
  'the kernels and ops of wasm, on which Node’s leg runs it; a page has the comparisons with references';
const asInChromium =
  'the shaders and ops of browser-webgpu, which runs it; Node has the comparisons with references';
const onImitated = 'minutes on a graphics card that software imitates; --slow runs it';
const ofWebAssembly = 'about the WebAssembly kernels, which are for cpu and wasm';
const ownKernel = 'about a kernel of ours for cpu and wasm; the other backends bring their own';
const readsAtOnce = 'about values that are needed at once: webgpu gives them only later, and readNow says so';
const imitated = ['browser-webgl', 'browser-webgpu'];
const wasmPages = ['browser-wasm', 'browser-wasm-threads'];
const exclude = (pkg, files, backends, why) =>
  files.flatMap((file) => backends.map((backend) => ({package: pkg, file, backend, why})));
const once = (pkg, files) =>
  files.map((file) => ({package: pkg, file, backend: '*', except: 'cpu', why: arithmetic}));
/** What a leg with the kernels and ops of another leg leaves out; where a reference is compared with stays. */
const elsewhere = (backends, why) => [
  ...exclude(
    'normprop-core',
    [
      'src/gradient/',
      'src/output/clipByGlobalNorm',
      'src/weights/',
      'src/variance/',
      'src/moments/',
      'test/normalisedProduct',
    ],
    backends,
    why,
  ),
  ...exclude('normprop-layers', ['src/(?!kernels/)', 'test/cellPenalty', 'test/dropout'], backends, why),
  ...exclude('normprop-draw', ['src/(?!attention/)'], backends, why),
];
const exclusions = [
  ...once('normprop-core', [
    'src/meanField/',
    'src/varianceTable/',
    'src/moments/',
    'src/variance/normPropVariances',
    'src/variance/calibrationStep',
    'src/gradient/gradientNormSurface',
    'src/gradient/stepJacobian',
    'src/webgl/chooseForWebGL',
    'src/webgpu/chooseForWebGPU',
  ]),
  ...once('normprop-layers', [
    'src/random/SeededRandom',
    'src/optimizers/learningRateDecay',
    'src/initializers/orthogonal',
    'src/initializers/gateBias',
  ]),
  ...[
    ['normprop-core', 'src/check/'],
    ['normprop-layers', 'test/errors'],
    ['normprop-draw', 'src/check/'],
  ].flatMap(([pkg, file]) =>
    exclude(pkg, [file], ['node', 'cuda', 'webgpu', ...wasmPages, ...imitated], refusals),
  ),
  ...elsewhere(wasmPages, asInNode),
  ...elsewhere(['webgpu'], asInChromium),
  ...exclude(
    'normprop-core',
    ['src/sequence/lstmSequence.test', 'src/sequence/cellPenalty.test'],
    ['webgpu'],
    asInChromium,
  ),
  ...exclude('normprop-layers', ['test/readme', 'test/conformance.training'], ['webgpu'], asInChromium),
  ...exclude(
    'normprop-core',
    ['tensors/tensorValues', 'fused/packedOnce', 'fused/accelerateMatMul', 'sequence/preparedCalls'].map(
      (name) => `src/${name}.test`,
    ),
    ['webgpu', ...imitated],
    ofWebAssembly,
  ),
  {
    package: 'normprop-kernels',
    file: 'test/native.test',
    backend: '*',
    except: 'native',
    why: 'about the native kernels',
  },
  ...exclude(
    'normprop-kernels',
    ['test/loading', 'test/lostWorker', 'test/stream'],
    ['native'],
    ofWebAssembly,
  ),
  ...exclude(
    'normprop-layers',
    ['src/kernels/segmentSum', 'src/optimizers/adamStep'],
    ['node', 'cuda', 'webgpu', ...imitated],
    ownKernel,
  ),
  ...exclude('normprop-draw', ['src/model/runOnArrays'], ['node', 'cuda', 'webgpu', ...imitated], ownKernel),
  ...exclude('normprop-core', ['src/kernels/useKernels.test'], [...wasmPages, ...imitated], loadsAnew),
  ...exclude('normprop-core', ['src/kernels/useKernels.test'], ['webgpu'], ofWebAssembly),
  {package: 'normprop-layers', file: 'src/tfjs/oneCopy', backend: '*', except: 'cpu', why: ownBackend},
  {
    package: 'normprop-layers',
    file: 'test/readmeFile',
    backend: '*',
    except: 'cpu',
    why: 'reads and writes files, which a page does not',
  },
  ...exclude(
    'normprop-core',
    ['src/gradient/gradientDecay', 'src/variance/differentiableVariances'],
    ['browser-webgpu'],
    readsAtOnce,
  ),
  ...exclude('normprop-layers', ['src/variance/tracking'], ['browser-webgpu'], readsAtOnce),
  ...[
    ...exclude('normprop-core', ['src/gradient/gradientDecay'], ['browser-webgl'], onImitated),
    ...exclude('normprop-core', ['test/normalisedProduct'], ['browser-webgpu'], onImitated),
    ...exclude('normprop-layers', ['src/calibration/calibrate.test', 'test/readme'], imitated, onImitated),
    ...exclude('normprop-draw', ['src/train/fitDraw', 'src/bound/evaluateDraw'], imitated, onImitated),
    ...exclude('normprop-draw', ['src/model/Draw.test'], ['browser-webgpu'], onImitated),
  ].map((exclusion) => ({...exclusion, slow: true})),
  {
    package: 'normprop-runtime',
    file: 'test/places',
    backend: '*',
    except: 'places',
    why: 'starts Chromium, Deno and Bun, which the leg places installs',
  },
  ...['normprop-convert', 'normprop'].map((name) => ({
    package: name,
    file: 'test/onnxruntime',
    backend: '*',
    except: 'onnx',
    why: 'against onnxruntime, which the leg onnx installs',
  })),
  ...once('normprop-convert', ['test/damagedFiles', 'test/safetensors']),
  {package: 'normprop-draw', file: 'test/readme', backend: '*', except: 'cpu', why: ownBackend},
  {
    package: 'normprop',
    file: 'test/battery',
    backend: '*',
    except: 'cpu',
    why: 'starts processes of its own, on the wasm backend',
  },
  {package: 'normprop', file: 'test/drawKill', backend: '*', except: 'cpu', why: processes},
  {package: 'normprop', file: 'test/initFromKill', backend: '*', except: 'cpu', why: processes},
  {package: 'normprop', file: 'test/sweepKill', backend: '*', except: 'cpu', why: processes},
  {package: 'normprop', file: 'test/sweepRedis', backend: '*', except: 'cpu', why: processes},
  {package: 'normprop', file: 'test/kubernetes', backend: '*', except: 'cpu', why: processes},
  {
    package: 'normprop',
    file: 'test/python',
    backend: '*',
    except: 'cpu',
    why: 'about files that are the same on every backend',
  },
  ...(hasKerasAndTorch
    ? []
    : [
        {
          package: 'normprop',
          file: 'test/python',
          backend: '*',
          missing: `python3 with ${pythonModules.join(', ')}`,
        },
      ]),
  ...(hasRedis
    ? []
    : ['sweepRedis', 'kubernetes'].map((name) => ({
        package: 'normprop',
        file: `test/${name}`,
        backend: '*',
        missing: 'redis-server',
      }))),
];

exports.exclusions = exclusions;
/** What the backend's leg leaves out of a package: `{file, why}`. */
exports.leftOut = (pkg, backend) =>
  exclusions.filter(
    (e) =>
      e.package === pkg &&
      (e.backend === backend || (e.backend === '*' && e.except !== backend)) &&
      !(e.slow && process.env.SLOW_TESTS === '1'),
  );
/** The same as patterns of jest's, which are matched against whole paths. */
exports.excluded = (pkg, backend) => exports.leftOut(pkg, backend).map((e) => `/${pkg}/${e.file}`);
/** What does not run on this machine, in lines. */
exports.notRun = exclusions
  .filter(({missing}) => missing)
  .map((e) => `not run: packages/${e.package}/${e.file}.test.ts, because ${e.missing} is not installed`);
