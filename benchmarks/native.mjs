// The native kernels against WebAssembly, PyTorch and onnxruntime: CPU time on one thread, contenders in turn, medians.
// usage: node benchmarks/native.mjs [--python <Python with torch>] [--sizes 128,512,1000] [--rounds N] [--write]
//   `npm run build:native -w normprop-native` first; --write puts the tables into docs/kernels.md, in the block of the build
import {createRequire} from 'node:module';
import {cpus, loadavg} from 'node:os';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {configureKernels, kernelInfo, lstmBackward, lstmForward, sgemm} from 'normprop-kernels';
import native from 'normprop-native';
import {installLegs} from '../tools/legs/install.mjs';
import {writeBlock} from '../tools/writeBlock.mjs';
import {startPeer} from './peer.mjs';
import {onnxModel} from './stream/onnxModel.mjs';

configureKernels({threads: 1}); // as everyone here

const {values: options} = parseArgs({
  options: {
    python: {type: 'string'},
    sizes: {type: 'string', default: '128,512,1000'},
    rounds: {type: 'string', default: '15'},
    write: {type: 'boolean', default: false},
  },
});
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const rounds = Number(options.rounds);
const [inputSize, classes] = [50, 50];
const RUNS = 3;
const shapes = {128: [100, 32], 512: [100, 64], 1000: [100, 64]};
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const waves = (n, scale) => Float32Array.from({length: n}, (_, i) => scale * Math.sin(i * 1.7 + 0.3));
const lines = [];
const say = (line = '') => {
  console.log(line);
  lines.push(line);
};

/** Milliseconds of CPU time of a run of a function: the mean of some, after one that brings its arrays back to the caches. */
function timed(run) {
  return async () => {
    await run();
    const before = process.cpuUsage();
    for (let i = 0; i < RUNS; i++) await run();
    const {user, system} = process.cpuUsage(before);
    return (user + system) / 1000 / RUNS;
  };
}

/** Medians of what each contender says a run took, after `warmup` runs; in an order that turns from round to round. */
async function inTurn(contenders, count, warmup = 2) {
  const names = Object.keys(contenders);
  const samples = Object.fromEntries(names.map((name) => [name, []]));
  for (let i = 0; i < warmup; i++) for (const name of names) await contenders[name]();
  for (let round = 0; round < count; round++)
    for (let i = 0; i < names.length; i++) {
      const name = names[(i + round) % names.length];
      samples[name].push(await contenders[name]());
    }
  return Object.fromEntries(names.map((name) => [name, median(samples[name])]));
}

/** torchLSTM.py, and the milliseconds of some of its steps. */
async function torch(sizes) {
  const {version, ask, end} = await startPeer(options.python, 'torchLSTM.py', [...sizes, 'serve']);
  const mean = async (name) => {
    await ask(name);
    let sum = 0;
    for (let i = 0; i < RUNS; i++) sum += (await ask(name))[0];
    return sum / RUNS;
  };
  return {version, ask: mean, end};
}

/** With the kernels of one build; the bits of the others stay in their own memory. */
const on = (build, run) => {
  const timedRun = timed(run);
  return () => {
    if (kernelInfo().build !== build) configureKernels({build});
    return timedRun();
  };
};

function arguments_(T, B, H) {
  const n = 4 * H;
  const scale = 1 / Math.sqrt(H);
  const plain = {
    timeSteps: T,
    batch: B,
    inputSize,
    units: H,
    x: waves(T * B * inputSize, 1),
    kernel: waves(inputSize * n, scale),
    recurrentKernel: waves(H * n, scale),
    bias: waves(n, scale),
  };
  const normProp = {
    ...plain,
    columnGainX: new Float32Array(n).fill(2),
    columnGainH: new Float32Array(n).fill(2),
    cellScale: new Float32Array(H).fill(1.3),
    hiddenScale: new Float32Array(H).fill(2.6),
  };
  return {plain, normProp};
}

async function products(build, index) {
  say(`\n| product with packed weights, ${build} | GFLOP/s | registers alone | |`);
  say('|---|---|---|---|');
  for (const [m, k, n] of [
    [64, 1000, 4000],
    [32, 512, 2048],
    [32, 128, 512],
  ]) {
    const [a, b, c] = [waves(m * k, 1), waves(k * n, 1), new Float32Array(m * n)];
    const times = Math.ceil(8e9 / (m * k * n)); // so many that packing B once does not count
    const peakRounds = 2e6;
    let operations = 0;
    const {product, peak} = await inTurn(
      {
        product: timed(() => native.repeatProduct(index, times, m, n, k, a, b, c)),
        peak: timed(() => (operations = native.peak(index, peakRounds))),
      },
      rounds,
    );
    const speed = (2 * m * n * k * times) / product / 1e6;
    const most = operations / peak / 1e6;
    say(
      `| (${m}x${k})·(${k}x${n}) | ${speed.toFixed(0)} | ${most.toFixed(0)} | ${((100 * speed) / most).toFixed(0)} % |`,
    );
  }
}

async function trainingSteps(builds, H) {
  const [T, B] = shapes[H];
  const {plain, normProp} = arguments_(T, B, H);
  const outputs = new Float32Array(T * B * H).fill(1);
  const step = (args) => () => lstmBackward(lstmForward(args).reserve, {outputs});
  const contenders = Object.fromEntries(builds.map((build) => [build, on(build, step(plain))]));
  contenders[`${builds[0]}, Norm Prop`] = on(builds[0], step(normProp));
  const peer = options.python && (await torch([T, B, inputSize, H]));
  if (peer) {
    contenders['PyTorch `nn.LSTM`'] = () => peer.ask('nnLSTM');
    // a minute and more each where there are many units
    if (H <= 128) contenders['PyTorch, eager Norm Prop'] = () => peer.ask('eagerNormProp');
  }
  const times = await inTurn(contenders, H > 128 ? Math.ceil(rounds / 3) : rounds, H > 128 ? 1 : 3);
  peer?.end();
  const first = times[builds[0]];
  say(`\n| training step, T=${T} B=${B} D=${inputSize} H=${H} | CPU ms | ${builds[0]} against it |`);
  say('|---|---|---|');
  for (const [name, ms] of Object.entries(times)) {
    const ours = name.startsWith('PyTorch, eager') ? times[`${builds[0]}, Norm Prop`] : first;
    say(`| ${name} | ${ms.toFixed(1)} | ${(ours / ms).toFixed(2)} |`);
  }
  return peer?.version;
}

async function forwards(build, H) {
  const lacks = await installLegs('onnxruntime');
  if (lacks) throw new Error(`onnxruntime-node is missing: ${lacks}`);
  const ort = createRequire(new URL('../tools/onnxruntime/package.json', import.meta.url))(
    'onnxruntime-node',
  );
  const [T, B] = [100, 32];
  const {plain} = arguments_(T, B, H);
  const weights = {...plain, classes, headKernel: waves(H * classes, 0.1), headBias: waves(classes, 0.1)};
  const session = await ort.InferenceSession.create(onnxModel(weights), {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  const zeros = () => new ort.Tensor('float32', new Float32Array(B * H), [1, B, H]);
  const input = {x: new ort.Tensor('float32', plain.x, [T, B, inputSize]), h: zeros(), c: zeros()};
  const ours = () => {
    const {outputs: a} = lstmForward({...plain, inference: true});
    const c = new Float32Array(T * B * classes);
    for (let r = 0; r < T * B; r++) c.set(weights.headBias, r * classes);
    return sgemm({m: T * B, n: classes, k: H, a, b: weights.headKernel, c, accumulate: true});
  };
  configureKernels({build});
  const [logits, theirs] = [ours(), (await session.run(input)).y.data];
  const off = logits.reduce((most, v, i) => Math.max(most, Math.abs(v - theirs[i])), 0);
  if (!(off < 1e-3)) throw new Error(`onnxruntime gives other logits: ${off} apart`);
  const times = await inTurn({ours: on(build, ours), theirs: timed(() => session.run(input))}, rounds, 3);
  say(
    `| T=${T} B=${B} D=${inputSize} H=${H} | ${times.ours.toFixed(1)} | ${times.theirs.toFixed(1)} | ${(times.ours / times.theirs).toFixed(2)} |`,
  );
}

const builds = native.builds;
say(
  `${cpus()[0].model}, Node ${process.versions.node}, ${builds.join(' and ')}, one thread, CPU time, load ${loadavg()[0].toFixed(1)} at the start.`,
);
for (const [index, build] of builds.entries()) await products(build, index);
let version;
for (const H of options.sizes.split(',').map(Number))
  version = await trainingSteps([...builds, 'relaxed-simd'], H);
if (version) say(`\nPyTorch ${version}, one thread.`);
say(`\n| forward with a dense head of ${classes} | ${builds[0]}, ms | onnxruntime-node, ms | |`);
say('|---|---|---|---|');
for (const H of [128, 512]) await forwards(builds[0], H);

if (options.write) await writeBlock(here('../docs/kernels.md'), builds[0], lines.join('\n'));
