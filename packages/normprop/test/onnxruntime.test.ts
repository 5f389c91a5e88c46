import {readFileSync} from 'node:fs';
import {sampleRun} from '../src/charlm/sample/sampleRun.js';
import {trainCharlm} from '../src/charlm/trainCharlm.js';
import {modelNames} from '../src/config/modelNames.js';
import {CharlmRunFolder} from '../src/charlm/record/charlmTypes.js';
import {likeliestInONNX} from './support/onnxRuntimes.js';
import {runCommand} from './support/runCommand.js';
import {emptyFolder, tinyConfig} from './support/tinyRun.js';

test.each(modelNames)(
  '%s: normprop export --to onnx writes, greedily, what normprop sample writes',
  async (model) => {
    const folder = emptyFolder();
    await trainCharlm(tinyConfig({model, backend: 'cpu', updates: 25, learningRate: 0.02}), {folder});
    const {out} = await runCommand('export', folder, '--to', 'onnx');
    const text = await sampleRun(folder, {prime: 'the ', length: 40, temperature: 0, seed: 1});
    const {vocabulary, config} = (await new CharlmRunFolder(folder).checkpoints.load(() => undefined))!;
    const symbols = [...'the ', ...text].map((symbol) => vocabulary.symbols.indexOf(symbol));
    const file = new Uint8Array(readFileSync(out.trim()));
    // Each call reads one character; the likeliest next one must be the one that sample wrote.
    const written = await likeliestInONNX(file, symbols, {units: config.units, steps: model === 'batchNorm'});
    for (const name of ['node', 'web'] as const) expect(written[name].slice(3, -1)).toEqual(symbols.slice(4));
  },
);
