// Kernel-only benchmark on the built package: `npm run build && node packages/normprop-kernels/bench/kernels.mjs [build]`.
// GEMM against a register-only peak loop of the same build, then forward and backward of every model, interleaved, medians of
// CPU time after warm-up (other processes on the machine do not count into it).
import {loadavg} from 'node:os';
import {configureKernels, kernelInfo, lstmBackward, lstmForward} from '../dist/esm/index.js';
import {Engine} from '../dist/esm/engine/engine.js';
import {loadModule} from '../dist/esm/module/loadModule.js';
import {compile} from '../scripts/compile.mjs';

const builds = process.argv[2] ? [process.argv[2]] : ['simd', 'relaxed-simd'];
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
const fill = (n, scale = 1) => Float32Array.from({length: n}, (_, i) => scale * Math.sin(i * 1.7 + 0.3));

/** CPU milliseconds of one call, from enough calls to measure. */
function time(body, least = 20) {
  let calls = 0;
  const start = process.cpuUsage();
  const until = performance.now() + least;
  do {
    body();
    calls++;
  } while (performance.now() < until);
  const {user, system} = process.cpuUsage(start);
  return (user + system) / 1000 / calls;
}

/** Median CPU milliseconds of each body, run in turn. */
function interleave(bodies, rounds = 9) {
  const times = bodies.map(() => []);
  for (const body of bodies) time(body, 300); // until the optimised code runs
  for (let r = 0; r < rounds; r++) bodies.forEach((body, i) => times[i].push(time(body)));
  return times.map(median);
}

/** The loop of `assembly/peak.ts`, compiled here: only this program needs it. */
async function peakOf(build) {
  const features = build === 'relaxed-simd' ? ['simd', 'relaxed-simd'] : ['simd'];
  const memory = new WebAssembly.Memory({initial: 1, maximum: 65536});
  const {instance} = await WebAssembly.instantiate(await compile('peak', features), {env: {memory}});
  return instance.exports.peak;
}

async function gemm(build) {
  const peakLoop = await peakOf(build);
  const engine = new Engine(loadModule(build));
  const {exports, heap} = engine;
  const peakRounds = 200000;
  console.log(`\n${build}: GEMM with packed weights, GFLOP/s`);
  for (const [m, k, n] of [
    [64, 1000, 4000],
    [32, 512, 2048],
    [32, 128, 512],
  ]) {
    const [a, b, packed, c] = [m * k, k * n, k * (n + 8), m * n].map((size) => heap.allocate(4 * size));
    const scratch = heap.allocate(exports.lstmScratch());
    engine.floats(a, m * k).set(fill(m * k));
    engine.floats(b, k * n).set(fill(k * n));
    exports.packAll(k, n, b, 4 * n, 0, packed);
    const [product, peak] = interleave([
      () => exports.gemmPacked(m, n, k, a, 4 * k, packed, c, 4 * n, 0, scratch),
      () => peakLoop(peakRounds, 0.5, 0.5),
    ]);
    const speed = (2 * m * n * k) / product / 1e6;
    const most = (peakRounds * 12 * 8) / peak / 1e6;
    console.log(
      `  (${m}x${k})·(${k}x${n}): ${speed.toFixed(1)} of ${most.toFixed(1)}, ${((100 * speed) / most).toFixed(0)} %`,
    );
    for (const address of [a, b, packed, c, scratch]) heap.free(address);
  }
}

function models({timeSteps, batch, inputSize, units}) {
  const n = 4 * units;
  const shared = {
    timeSteps,
    batch,
    inputSize,
    units,
    x: fill(timeSteps * batch * inputSize),
    kernel: fill(inputSize * n, 0.1),
    recurrentKernel: fill(units * n, 0.1),
    bias: fill(n, 0.1),
  };
  const normed = {
    gammaX: fill(n),
    gammaH: fill(n),
    gammaC: fill(units),
    betaX: fill(n),
    betaH: fill(n),
    betaC: fill(units),
  };
  return {
    lstm: shared,
    normProp: {...shared, cellScale: fill(units), hiddenScale: fill(units)},
    penalty: {
      ...shared,
      cellScale: fill(units),
      hiddenScale: fill(units),
      cellPenalty: {weight: 0.1, target: fill(units).map((v) => v * v + 0.1)},
    },
    preserving: {...shared, cellScale: fill(units), hiddenScale: fill(units), cell: 'preserving'},
    layerNorm: {...shared, ...normed, normalizer: 'layer'},
    batchNorm: {...shared, ...normed, normalizer: 'batch'},
  };
}

const seedsOf = ({cellPenalty}) => (cellPenalty ? {cellPenalty: 1} : {});

function sequences(build, sizes) {
  configureKernels({build, threads: 1});
  const {timeSteps: t, batch: b, inputSize: d, units: h} = sizes;
  const outputs = fill(t * b * h);
  const all = models(sizes);
  const names = Object.keys(all);
  const peaks = names.map((name) => {
    configureKernels({build, threads: 1}); // fresh memory
    lstmBackward(lstmForward(all[name]).reserve, {outputs, ...seedsOf(all[name])});
    return kernelInfo().peakBytes;
  });
  const forward = Object.values(all).map((args) => () => lstmForward(args).reserve.dispose());
  const step = Object.values(all).map(
    (args) => () => lstmBackward(lstmForward(args).reserve, {outputs, ...seedsOf(args)}),
  );
  const forwardTimes = interleave(forward);
  const stepTimes = interleave(step);
  const flops = 2 * t * b * 4 * h * (2 * (d + h) + h);
  const mb = (bytes) => (bytes / 2 ** 20).toFixed(1);
  const kept = 4 * t * b * h; // bytes of one [T,B,H]
  const weights = 4 * 4 * h * (d + h);
  console.log(
    `\n${build}: T=${t} B=${b} D=${d} H=${h}, CPU ms; gates, c and h are ${mb(6 * kept)} MiB, the weights ${mb(weights)} MiB`,
  );
  names.forEach((name, i) => {
    const formula = (i < 4 ? 6 : 15) * kept;
    console.log(
      `  ${name.padEnd(10)} forward ${forwardTimes[i].toFixed(2)}, with backward ${stepTimes[i].toFixed(2)} (${(flops / stepTimes[i] / 1e6).toFixed(1)} GFLOP/s), ${(stepTimes[i] / stepTimes[0]).toFixed(3)} of lstm, ${(stepTimes[i] / stepTimes[1]).toFixed(3)} of normProp; peak ${mb(peaks[i])} MiB, ${(peaks[i] / formula).toFixed(2)} of what is kept, ${(peaks[i] / (formula + 2 * weights)).toFixed(2)} with weights and their gradient`,
    );
  });
}

/** Wall milliseconds with one and two threads, in turn; only an idle machine shows the gain. */
async function threads() {
  const sizes = {timeSteps: 25, batch: 64, inputSize: 50, units: 512};
  const outputs = fill(25 * 64 * 512);
  const args = models(sizes).lstm;
  const times = {1: [], 2: []};
  for (let round = 0; round < 5; round++)
    for (const count of [1, 2]) {
      configureKernels({build: 'auto', threads: count});
      while (kernelInfo().threads < count) await new Promise((done) => setTimeout(done, 10));
      for (let i = 0; i < 4; i++) {
        const start = performance.now();
        lstmBackward(lstmForward(args).reserve, {outputs});
        if (i > 0) times[count].push(performance.now() - start);
      }
    }
  const [one, two] = [median(times[1]), median(times[2])];
  console.log(
    `\nT=25 B=64 D=50 H=512, wall ms: one thread ${one.toFixed(1)}, two ${two.toFixed(1)}, ${(one / two).toFixed(2)} times; load ${loadavg()[0].toFixed(2)}`,
  );
  configureKernels({threads: 1});
}

console.log(`node ${process.version}, load ${loadavg().map((l) => l.toFixed(2))}`);
for (const build of builds) {
  await gemm(build);
  for (const sizes of [
    {timeSteps: 25, batch: 32, inputSize: 50, units: 128},
    {timeSteps: 100, batch: 32, inputSize: 50, units: 128},
    {timeSteps: 25, batch: 32, inputSize: 50, units: 512},
    {timeSteps: 100, batch: 64, inputSize: 50, units: 256},
  ])
    sequences(build, sizes);
}
await threads();
console.log(`load ${loadavg().map((l) => l.toFixed(2))}`);
