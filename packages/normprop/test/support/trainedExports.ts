import {readFileSync} from 'node:fs';
import type {CharlmConfig} from '../../src/charlm/config/charlmConfig.js';
import {CharlmRunFolder} from '../../src/charlm/record/charlmTypes.js';
import {runCommand} from './runCommand.js';
import {emptyFolder, tinyTextFile} from './tinyRun.js';

/** A small model that `normprop train charlm` trained, and what `normprop sample` writes with it greedily. */
export interface TrainedRun {
  folder: string;
  config: CharlmConfig;
  symbols: readonly string[];
  /** What `normprop sample --temperature 0` writes after the prime. */
  text: string;
}

export const prime = 'the ';

/** Trains a run by one command, and lets it write by another. */
export async function trainedRun(model: string): Promise<TrainedRun> {
  const folder = emptyFolder();
  const sizes = [
    '--units',
    '16',
    '--length',
    '12',
    '--batch',
    '8',
    '--updates',
    '150',
    '--learning-rate',
    '0.02',
  ];
  await done(
    'train',
    'charlm',
    '--data',
    tinyTextFile(),
    '--model',
    model,
    '--backend',
    'cpu',
    ...sizes,
    '--out',
    folder,
  );
  const written = await done('sample', folder, '--prime', prime, '--length', '40', '--temperature', '0');
  const {vocabulary, config} = (await new CharlmRunFolder(folder).checkpoints.load(() => undefined))!;
  return {folder, config, symbols: vocabulary.symbols, text: written.slice(prime.length, -1)};
}

/** The file that `normprop export <run> --to <format>` writes. */
export async function exported(folder: string, format: string): Promise<{path: string; bytes: Uint8Array}> {
  const path = (await done('export', folder, '--to', format)).trim();
  return {path, bytes: new Uint8Array(readFileSync(path))};
}

/** What a command prints. @throws Where it fails. */
async function done(...args: string[]): Promise<string> {
  const {code, out, err} = await runCommand(...args);
  if (code !== 0) throw new Error(`normprop ${args.join(' ')}: ${err}`);
  return out;
}
