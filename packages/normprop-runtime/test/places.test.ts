// The published runtime where trained models run: a page, a worker, an AudioWorklet, Node, Deno and Bun; and the two examples.
import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {modelFromBytes} from '../src/index.js';

const root = join(__dirname, '../../..');
const legs = join(root, 'tools/legs/node_modules');
const voice = join(root, 'examples/stream-audio/model.safetensors');
const characters = join(root, 'examples/next-character/model.safetensors');

interface Outputs {
  steps: number[];
  run: number[];
  error?: string;
}

function start<T>(program: string, args: string[]): T {
  const {status, stdout, stderr, error} = spawnSync(program, args, {cwd: __dirname, encoding: 'utf8'});
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ended with ${status}:\n${stderr}`);
  return JSON.parse(stdout) as T;
}

const here = (path: string): Outputs => start(process.execPath, ['places/inProcess.mjs', path]);

function expectSame(got: Outputs, expected: Outputs): void {
  expect(got.error).toBeUndefined();
  for (const kind of ['steps', 'run'] as const) {
    expect(got[kind].length).toBe(expected[kind].length);
    got[kind].forEach((value, i) => expect(value).toBeCloseTo(expected[kind][i], 5));
  }
}

/** The program in an npm package that has one for each platform. */
function binary(scope: string, names: string[]): string {
  const packages = readdirSync(join(legs, scope));
  const found = packages
    .flatMap((name) => names.map((program) => join(legs, scope, name, program)))
    .find((path) => existsSync(path));
  if (found === undefined)
    throw new Error(`${scope}: no program for this platform in ${packages.join(', ')}`);
  return found;
}

test('Node: steps and whole sequences agree, and are not nothing', () => {
  const {steps, run} = here(voice);
  steps.forEach((value, i) => expect(value).toBeCloseTo(run[i], 5));
  expect(new Set(steps).size).toBe(10);
});

test.each([
  [
    'Deno',
    () => [binary('@deno', ['deno', 'deno.exe']), 'run', '--allow-read', '--allow-env', '--allow-sys'],
  ],
  ['Bun', () => [binary('@oven', ['bin/bun', 'bin/bun.exe'])]],
])('%s gives what Node gives', (_name, command) => {
  const [program, ...args] = command();
  for (const path of [voice, characters])
    expectSame(start(program, [...args, 'places/inProcess.mjs', path]), here(path));
});

interface InChromium {
  places: Record<string, Outputs>;
  voice: string;
  text: {likeliest: string; speed: string; guesses: string};
}

describe('Chromium:', () => {
  let got: InChromium;
  beforeAll(() => {
    got = start(process.execPath, ['places/inChromium.mjs']);
  }, 600_000);

  test.each(['page', 'response', 'module', 'worker', 'worklet'])('%s gives what Node gives', (place) => {
    expectSame(got.places[place], here(voice));
  });

  test('examples/stream-audio tells voices from noise in its AudioWorklet', () => {
    expect(got.voice).toMatch(/^\d+\.\d % of the frames told right$/);
    expect(Number.parseFloat(got.voice)).toBeGreaterThan(97);
  });

  test('examples/next-character writes in a page what it writes here', () => {
    const model = modelFromBytes(readFileSync(characters));
    const labels = model.inputs[0].labels!;
    const stream = model.stream();
    let text = 'The whale ';
    let probabilities = new Float32Array(0);
    for (const character of text) probabilities = stream.step(labels.indexOf(character)).slice();
    for (let i = 0; i < 100; i++) {
      const symbol = probabilities.indexOf(Math.max(...probabilities));
      text += labels[symbol];
      probabilities = stream.step(symbol).slice();
    }
    expect(got.text.likeliest).toBe(text);
    expect(got.text.speed).toMatch(/^\d+ characters a second$/);
    expect(got.text.guesses.match(/%/g)).toHaveLength(5);
  });
});
