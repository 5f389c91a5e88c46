import {spawn} from 'node:child_process';
import type {ChildProcess} from 'node:child_process';
import {existsSync, readFileSync, readdirSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {decodeCheckpoint} from '../../src/run/checkpointFormat.js';
import {emptyFolder, tinyTextFile} from './tinyRun.js';

/** The built program: these tests start it as a user does, and kill it. */
export const program = resolve(__dirname, '../../dist/esm/main.js');

/** Updates of each run: long enough to be killed in the middle. */
export const updates = 150;

/** The names of the runs of `sweepFile`. */
export const runNames = ['lstm', 'normProp'].flatMap((variant) =>
  [0.002, 0.01].map((rate) => `${variant}-learningRate=${rate}-seed1`),
);

/** A sweep of two models and two learning rates, a second or two a run. */
export function sweepFile(): string {
  const file = join(emptyFolder(), 'sweep.json');
  const base = {
    ...{data: tinyTextFile(), units: 8, length: 10, batch: 4, updates, backend: 'cpu', logEvery: 2},
    ...{validateEvery: 50, validationCharacters: 60, checkpointEvery: '7', dropout: 0.1},
  };
  const variants = ['lstm', 'normProp'].map((model) => ({name: model, base: {model}}));
  writeFileSync(file, JSON.stringify({base, grid: {learningRate: [0.002, 0.01]}, variants}));
  return file;
}

/** A program that has been started. */
export interface Started {
  process: ChildProcess;
  /** What it has written so far. */
  text(): string;
  ended: Promise<{code: number | null; text: string}>;
}

/** Starts the built program. */
export const start = (...args: string[]): Started => startWith({}, ...args);

/** Starts the built program with variables of the environment beside its usual ones. */
export function startWith(variables: Record<string, string>, ...args: string[]): Started {
  if (!existsSync(program)) throw new Error(`${program} is missing: run 'npm run build' first`);
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {...process.env, ...variables},
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (text += part));
  const ended = new Promise<{code: number | null; text: string}>((done) =>
    child.on('close', (code) => done({code, text})),
  );
  return {process: child, text: () => text, ended};
}

/** Waits until something holds. */
export async function until(what: string, holds: () => boolean, seconds = 60): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(10)) if (holds()) return;
  throw new Error(`${what}: not within ${seconds} s`);
}

/** The updates that a run has logged, those after a kill cut off when it was resumed. */
export function loggedUpdates(folder: string, kind = 'train'): number[] {
  const file = join(folder, 'metrics.jsonl');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines
    .map((line) => JSON.parse(line) as {kind: string; update: number})
    .filter((line) => line.kind === kind)
    .map(({update}) => update);
}

/** The newest lock of a run folder. */
export function lockOf(folder: string): {name: string; pid: number; free: boolean} {
  const name = readdirSync(folder)
    .filter((each) => each.startsWith('lock-'))
    .sort()
    .pop()!;
  return {...(JSON.parse(readFileSync(join(folder, name), 'utf8')) as {pid: number; free: boolean}), name};
}

/** What must not depend on kills: the bytes of the weights, the logged updates and the figure of each run. */
export function outcomes(folder: string): unknown {
  return runNames.map((name) => {
    const run = join(folder, name);
    const newest = readdirSync(join(run, 'checkpoints')).sort().pop()!;
    const file = join(run, 'checkpoints', newest);
    const {weights} = decodeCheckpoint(readFileSync(file), file);
    const bytes = Buffer.concat(weights.map(({values}) => Buffer.from(values.buffer)));
    const {validation} = JSON.parse(readFileSync(join(run, 'result.json'), 'utf8')) as {validation: unknown};
    const train = loggedUpdates(run);
    return {name, newest, bytes: bytes.toString('base64'), validation, train};
  });
}

/** The lines of `sweep.jsonl`. */
export function sweepLines(folder: string): Array<{run: string; state: string}> {
  const text = readFileSync(join(folder, 'sweep.jsonl'), 'utf8');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as {run: string; state: string});
}
