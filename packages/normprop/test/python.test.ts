import {execFileSync} from 'node:child_process';
import {join} from 'node:path';
import {exported, prime, trainedRun} from './support/trainedExports.js';

const python = process.env.NORMPROP_PYTHON ?? 'python3';

test.each([
  ['lstm', ['keras', 'torch']],
  ['normProp', ['torch']],
] as const)(
  '%s: normprop export --to safetensors writes weights with which %p write what normprop sample writes',
  async (model, libraries) => {
    const {folder, config, text} = await trainedRun(model);
    const {path} = await exported(folder, 'safetensors');
    const script = join(__dirname, 'support/greedyText.py');
    const out = execFileSync(python, [script, path, JSON.stringify(config), prime, '40'], {
      encoding: 'utf8',
      env: {...process.env, KERAS_BACKEND: 'torch'},
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const written = JSON.parse(out.trim().split('\n').pop()!) as Record<string, string>;
    expect(written).toEqual(Object.fromEntries(libraries.map((library) => [library, text])));
  },
  300_000,
);
