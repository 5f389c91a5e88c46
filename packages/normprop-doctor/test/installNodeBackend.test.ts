import {existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {CheckOutcome, CheckTask} from '../src/check/checkMessages.js';
import {installNodeBackend} from '../src/install/installNodeBackend.js';
import {FakePrograms, fakeProject} from './support/fakePrograms.js';
import type {FakeProgram} from './support/fakePrograms.js';

const good = {check: {difference: {where: 'matMul', amount: 1e-6}, stepMilliseconds: 1}};
const bad: CheckOutcome = {check: {difference: {where: 'matMul', amount: 0.5}, stepMilliseconds: 1}};
const bindingOf = (project: string, name = 'tfjs-node') =>
  join(project, 'node_modules/@tensorflow', name, 'lib/napi-v8/tfjs_binding.node');

let fakes: FakePrograms;
let tried: CheckTask[] = [];
let lines: string[] = [];

function prepare(own: Partial<Record<FakeProgram, string | null>> = {}): void {
  fakes = new FakePrograms(own);
}

function install(project: string, options: {gpu?: boolean; outcome?: CheckOutcome} = {}) {
  const {gpu, outcome = good} = options;
  const check = (task: CheckTask): Promise<CheckOutcome> => {
    tried.push(task);
    if (task.binding) expect(existsSync(task.binding)).toBe(true);
    return Promise.resolve(outcome);
  };
  const say = (line: string) => void lines.push(line);
  return installNodeBackend({project, gpu, check, steps: {begin: say, line: say, done: say}});
}

/** Nothing half done: no partial environment, no binding, whole or partial. */
function expectNothingLeft(project: string): void {
  const cache = join(project, 'node_modules/.cache/normprop');
  const inCache = existsSync(cache) ? readdirSync(cache) : [];
  expect(inCache.filter((name) => name.includes('partial'))).toEqual([]);
  const folder = join(bindingOf(project), '..');
  expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
}

beforeEach(() => {
  tried = [];
  lines = [];
});
afterEach(() => fakes.restore());

test('installs the wheel, compiles against it, tries the binding and only then puts it in its place', async () => {
  prepare();
  const project = fakeProject('@tensorflow/tfjs-node');
  const {nodePackage} = await install(project);
  expect(readFileSync(bindingOf(project), 'utf8')).toBe('compiled\n');
  expect(nodePackage.binding).toBe(bindingOf(project));
  expect(tried).toHaveLength(1);
  expect(tried[0].binding).toMatch(/partial-\d+\.node$/);
  const pip = fakes.called().find((call) => call.startsWith('venv-python'));
  expect(pip).toMatch(/-m pip install .*--no-deps tensorflow(-cpu)?==2\.21\.0$/);
  const wheel = join(project, 'node_modules/.cache/normprop/tensorflow');
  const compiler = fakes.called().find((call) => call.startsWith('g++'))!;
  expect(compiler).toContain('-DNAPI_VERSION=8');
  expect(compiler).toContain(`-Wl,-rpath,${wheel}`);
  expect(compiler).toMatch(/libtensorflow_cc\.so\.2 .*libtensorflow_framework\.so\.2/);
  expect(compiler).not.toContain('partial-' + process.pid + '/'); // the library's folder is where it stays
  expect(lines.join('\n')).toMatch(
    /npm package[^]*C library[^]*headers[^]*Compiling[^]*Trying[^]*agree with cpu/,
  );
});

test('keeps what is there: a second call only tries the binding', async () => {
  prepare();
  const project = fakeProject('@tensorflow/tfjs-node');
  await install(project);
  const calls = fakes.called().length;
  await install(project);
  expect(fakes.called()).toHaveLength(calls);
  expect(tried).toHaveLength(2);
  expect(tried[1].binding).toBeUndefined();
});

test('a binding that does not work any more is built anew, with the wheel that is there', async () => {
  prepare();
  const project = fakeProject('@tensorflow/tfjs-node');
  await install(project);
  await install(project, {outcome: bad}).catch(() => undefined);
  const count = (program: string) => fakes.called().filter((call) => call.startsWith(program)).length;
  expect([count('g++'), count('venv-python')]).toEqual([2, 1]);
});

test('a wrong binding is not put in place, and the one before stays', async () => {
  prepare();
  const project = fakeProject('@tensorflow/tfjs-node');
  mkdirSync(join(bindingOf(project), '..'), {recursive: true});
  writeFileSync(bindingOf(project), 'old');
  await expect(install(project, {outcome: bad})).rejects.toThrow(
    /matMul differs from cpu by 0\.50.*not put in its place/,
  );
  expect(readFileSync(bindingOf(project), 'utf8')).toBe('old');
  expect(readdirSync(join(bindingOf(project), '..'))).toEqual(['tfjs_binding.node']);
});

test('a binding that crashes its process is reported in words', async () => {
  prepare();
  const project = fakeProject('@tensorflow/tfjs-node');
  const outcome = {failure: 'the process that tried it was ended by SIGSEGV'};
  await expect(install(project, {outcome})).rejects.toThrow(/compiled, but fails: .* SIGSEGV/);
  expectNothingLeft(project);
});

test('what a killed installation left is removed', async () => {
  prepare();
  const project = fakeProject('@tensorflow/tfjs-node');
  const left = bindingOf(project).replace('.node', '.partial-999999999.node');
  mkdirSync(join(left, '..'), {recursive: true});
  writeFileSync(left, 'half');
  const cache = join(project, 'node_modules/.cache/normprop');
  const halfWheels = [tensorflowFolder(), `${tensorflowFolder()}.partial-999999999`];
  for (const name of halfWheels) mkdirSync(join(cache, name, 'lib/python3.11'), {recursive: true});
  await install(project);
  expect(readdirSync(cache)).toEqual([tensorflowFolder()]);
  expect(readdirSync(join(left, '..'))).toEqual(['tfjs_binding.node']);
});

const tensorflowFolder = () => `tensorflow${process.arch === 'x64' ? '-cpu' : ''}-2.21.0`;

test('installs the npm package without its installer, in a project alone', async () => {
  prepare();
  const project = fakeProject();
  await install(project);
  expect(fakes.called().find((call) => call.startsWith('npm'))).toBe(
    'npm install --ignore-scripts --no-audit --no-fund @tensorflow/tfjs-node@4.22.0',
  );
  expect(existsSync(bindingOf(project))).toBe(true);
  const noProject = fakeProject();
  rmSync(join(noProject, 'package.json'));
  await expect(install(noProject)).rejects.toThrow(/has no package\.json/);
});

const failures: Array<[string, Partial<Record<FakeProgram, string | null>>, RegExp]> = [
  ['no python3', {python3: null}, /'python3' was not found.*apt-get install python3/],
  [
    'a Python without venv',
    {python3: 'echo "ModuleNotFoundError: No module named \'ensurepip\'" >&2; exit 1'},
    /no module ensurepip.*apt-get install python3-venv/,
  ],
  ['a Python that breaks', {python3: 'echo broken >&2; exit 3'}, /no Python 3 that works here:\nbroken/],
  [
    'no network',
    {
      'venv-python':
        'echo "Failed to establish a new connection: Name or service not known" >&2; echo "ERROR: No matching distribution found" >&2; exit 1',
    },
    /index could not be reached[^]*PIP_INDEX_URL[^]*No matching distribution/,
  ],
  [
    'no wheel for this Python',
    {'venv-python': 'echo "ERROR: No matching distribution found for tensorflow" >&2; exit 1'},
    /no wheel for Python 3\.11\.7/,
  ],
  [
    'a full disk',
    {'venv-python': 'echo "OSError: [Errno 28] No space left on device" >&2; exit 1'},
    /disk is full/,
  ],
  ['a wheel without the library', {'venv-python': 'exit 0'}, /holds no C library/],
  ['no compiler', {'g++': null}, /C\+\+ compiler .* was not found.*apt-get install g\+\+/],
  [
    'a compiler that fails',
    {'g++': 'echo "fatal error: node_api.h: No such file" >&2; exit 1'},
    /g\+\+ could not compile the binding \(status 1\)[^]*node_api\.h/,
  ],
];

test.each(failures)(
  '%s is reported with what to do, and nothing half-done is left',
  async (_, own, message) => {
    prepare(own);
    const project = fakeProject('@tensorflow/tfjs-node');
    await expect(install(project)).rejects.toThrow(message);
    expectNothingLeft(project);
  },
);

test('npm without a network is reported', async () => {
  prepare({npm: 'echo "npm error code ENOTFOUND" >&2; exit 1'});
  await expect(install(fakeProject())).rejects.toThrow(/registry could not be reached[^]*ENOTFOUND/);
});

test('--gpu refuses without a device before it downloads anything', async () => {
  prepare();
  const project = fakeProject('@tensorflow/tfjs-node-gpu');
  await expect(install(project, {gpu: true})).rejects.toThrow(
    process.arch === 'x64' ? /no NVIDIA device was found.*nothing was downloaded/ : /Linux x64 alone/,
  );
  expect(fakes.called()).toEqual([]);
});

const onX64 = process.arch === 'x64' ? test : test.failing;

onX64('--gpu does not take a binding that computes on the processor', async () => {
  prepare({'nvidia-smi': 'echo "A fake GPU"'});
  const project = fakeProject('@tensorflow/tfjs-node-gpu');
  const outcome: CheckOutcome = {check: {...good.check, onGPU: false}};
  await expect(install(project, {gpu: true, outcome})).rejects.toThrow(/uses no GPU.*driver/);
  expect(existsSync(bindingOf(project, 'tfjs-node-gpu'))).toBe(false);
});

onX64('--gpu takes the wheel with CUDA and links its libraries', async () => {
  prepare({'nvidia-smi': 'echo "A fake GPU"'});
  const project = fakeProject('@tensorflow/tfjs-node-gpu');
  await install(project, {gpu: true});
  const pip = fakes.called().find((call) => call.startsWith('venv-python'));
  expect(pip).toMatch(/install [^]*tensorflow\[and-cuda\]==2\.21\.0$/);
  expect(pip).not.toContain('--no-deps');
  const compiler = fakes.called().find((call) => call.startsWith('g++'))!;
  expect(compiler).toMatch(/-Wl,--no-as-needed \S+nvidia\/cudnn\/lib\/libcudnn\.so\.9/);
  expect(compiler).toMatch(/-Wl,-rpath,\S+nvidia\/cudnn\/lib /);
  expect(existsSync(bindingOf(project, 'tfjs-node-gpu'))).toBe(true);
});
