import {spawnSync} from 'node:child_process';
import {Engine} from '../src/engine/engine.js';
import {loadModule} from '../src/module/loadModule.js';
import {configureKernels, kernelInfo, lstmBackward, lstmForward, type LSTMGradients} from '../src/index.js';
import {slices} from '../src/threads/slices.js';
import {threadsHere} from '../src/threads/threadsHere.js';
import {fixedThreads} from '../src/threads/threadChoice.js';
import {plainShape, randomCase, type CaseShape} from './randomCase.js';

afterEach(() => void configureKernels({build: 'auto', threads: 1}));

async function useThreads(threads: number): Promise<void> {
  configureKernels({threads});
  for (let i = 0; i < 500 && kernelInfo().threads < threads; i++)
    await new Promise((done) => setTimeout(done, 20));
  expect(kernelInfo().threads).toBe(threads);
}

function twoThreads(): Engine {
  const engine = new Engine(loadModule('simd', true)!, fixedThreads(2));
  engine.startWorkers();
  return engine;
}

const large: CaseShape = {
  ...plainShape,
  timeSteps: 24,
  batch: 43,
  inputSize: 50,
  units: 101,
  mask: true,
  recurrentDropout: true,
  candidateDropout: true,
  zoneout: 'masks',
  preserving: true,
  penalty: true,
  seed: 5,
};

type Arrays = [name: string, values: Float32Array][];

/** Every array that forward and backward give. */
function run(shape: CaseShape): Arrays {
  const {args, gradients} = randomCase(shape);
  const {reserve, statistics, cellPenalty = 0, ...forward} = lstmForward(args);
  const penalty = {cellPenalty: Float32Array.of(cellPenalty)};
  return Object.entries({
    ...forward,
    ...penalty,
    ...statistics,
    ...prefixed(lstmBackward(reserve!, gradients)),
  });
}

function prefixed(gradients: LSTMGradients): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(gradients).map(([name, values]) => [`d ${name}`, values as Float32Array]),
  );
}

/** The names of the arrays that differ in any bit. */
function differing(got: Arrays, want: Arrays): string[] {
  const bytes = (values: Float32Array) => Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  expect(got.map(([name]) => name)).toEqual(want.map(([name]) => name));
  return got.filter(([, values], i) => !bytes(values).equals(bytes(want[i][1]))).map(([name]) => name);
}

test.each(['none', 'layer', 'batch'] as const)(
  '%s: three threads give the same bits as one',
  async (normalizer) => {
    for (const recurrentDropout of [true, false]) {
      const shape = {...large, normalizer, recurrentDropout};
      configureKernels({threads: 1});
      const one = run(shape);
      await useThreads(3);
      for (let i = 0; i < 3; i++) expect(differing(run(shape), one)).toEqual([]);
    }
  },
);

test('auto starts no thread for small work, and gives the same bits while it tries', async () => {
  configureKernels({threads: 1});
  const one = run(large);
  const small = {...large, timeSteps: 2};
  configureKernels({threads: 'auto'});
  for (let i = 0; i < 20; i++) run(small);
  await new Promise((done) => setTimeout(done, 200));
  const {build, threads} = kernelInfo(); // native code says how many it may take
  expect(threads).toBe(build.startsWith('native') ? threadsHere() : 1);
  for (let i = 0; i < 12; i++) {
    expect(differing(run(large), one)).toEqual([]);
    await new Promise((done) => setTimeout(done, 20)); // workers come up
  }
  for (let i = 0; i < 500 && kernelInfo().threads < threadsHere(); i++)
    await new Promise((done) => setTimeout(done, 20));
  expect(kernelInfo().threads).toBe(threadsHere());
});

test('small work stays on the calling thread', async () => {
  const engine = twoThreads();
  expect(engine.partsFor({kind: 'forward', multiplyAdds: 1000})).toBe(1);
  for (let i = 0; i < 2500 && engine.threads < 2; i++) await new Promise((done) => setTimeout(done, 20));
  expect(engine.partsFor({kind: 'forward', multiplyAdds: 1e9})).toBe(2);
  engine.stop();
  expect(engine.partsFor({kind: 'forward', multiplyAdds: 1e9})).toBe(1);
});

test('a reserve made with threads still runs back after they were given up', async () => {
  await useThreads(2);
  const {args, gradients} = randomCase(large);
  const {reserve} = lstmForward(args);
  configureKernels({threads: 1});
  const got = Object.entries(prefixed(lstmBackward(reserve!, gradients)));
  expect(
    differing(
      got,
      run(large).filter(([name]) => name.startsWith('d ')),
    ),
  ).toEqual([]);
});

test('a kernel that fails in a worker is an error, and so is every later call', async () => {
  const engine = twoThreads();
  for (let i = 0; i < 2500 && engine.threads < 2; i++) await new Promise((done) => setTimeout(done, 20));
  const outside = 0xfffffff0; // no such address: the kernel traps
  const harmless = [65536, 0, 0, 0, 0];
  const work = {kind: 'input gradient', multiplyAdds: 1};
  expect(() => engine.run('lstmInputGradient', [harmless, [outside, 0, 1, 0, 0]], work)).toThrow(
    'threads: a worker failed in lstmInputGradient; call configureKernels({threads}) to start again',
  );
  expect(() => engine.run('lstmInputGradient', [harmless, harmless], work)).toThrow(
    'threads: a worker failed',
  );
});

test('a process with idle workers exits by itself', () => {
  const workers = `
    const {Worker} = require('node:worker_threads');
    const control = new Int32Array(new SharedArrayBuffer(64));
    const memory = new WebAssembly.Memory({initial: 1, maximum: 2, shared: true});
    const module = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    const worker = new Worker(process.env.SOURCE, {eval: true, workerData: {module, memory, control, index: 0}});
    worker.unref();
    const poll = () => (Atomics.load(control, 2) === 1 ? console.log('ready') : setTimeout(poll, 10));
    poll();`;
  const {WORKER_SOURCE} = jest.requireActual<typeof import('../src/threads/workerSource.js')>(
    '../src/threads/workerSource',
  );
  const {status, stdout} = spawnSync(process.execPath, ['-e', workers], {
    env: {...process.env, SOURCE: WORKER_SOURCE},
    timeout: 50_000,
    encoding: 'utf8',
  });
  expect(stdout).toBe('ready\n');
  expect(status).toBe(0);
});

test('slices cover everything once, in multiples of the unit', () => {
  expect(slices(43, 3, 8)).toEqual([
    [0, 16],
    [16, 32],
    [32, 43],
  ]);
  expect(slices(7, 4, 8)).toEqual([[0, 7]]);
  expect(slices(64, 2, 8)).toEqual([
    [0, 32],
    [32, 64],
  ]);
});

test('a wrong number of threads is named', () => {
  expect(() => configureKernels({threads: 0})).toThrow(
    "threads: expected 'auto' or a whole number from 1 to 64, got 0",
  );
});
