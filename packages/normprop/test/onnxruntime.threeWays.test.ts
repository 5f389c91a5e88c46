import {loadModel} from 'normprop-runtime';
import {likeliestInONNX} from './support/onnxRuntimes.js';
import {exported, prime, trainedRun} from './support/trainedExports.js';
import type {TrainedRun} from './support/trainedExports.js';

// The third way, safetensors into Keras and PyTorch, is python.test.ts: it needs Python.
describe.each(['lstm', 'normProp'])(
  'normprop train charlm --model %s, exported by one command each',
  (model) => {
    let run: TrainedRun;
    beforeAll(async () => void (run = await trainedRun(model)), 120_000);

    test('writes no text that any model would write', () => {
      expect(run.text).toHaveLength(40);
      expect(new Set(run.text).size).toBeGreaterThan(5);
    });

    test('--to runtime: normprop-runtime writes the same text', async () => {
      const {bytes} = await exported(run.folder, 'runtime');
      const loaded = await loadModel(bytes);
      const stream = loaded.stream();
      const {labels} = loaded.inputs[0];
      const read = (character: string): string => {
        const probabilities = stream.step(labels!.indexOf(character));
        return labels![probabilities.indexOf(Math.max(...probabilities))];
      };
      let next = '';
      for (const character of prime) next = read(character);
      let text = '';
      for (; text.length < 40; next = read(next)) text += next;
      expect(text).toBe(run.text);
      stream.dispose();
    });

    test('--to onnx: onnxruntime-node and onnxruntime-web write the same text', async () => {
      const {bytes} = await exported(run.folder, 'onnx');
      const symbols = [...prime, ...run.text].map((character) => run.symbols.indexOf(character));
      const written = await likeliestInONNX(bytes, symbols, {units: run.config.units});
      const text = (likeliest: number[]) =>
        likeliest
          .slice(prime.length - 1, -1)
          .map((symbol) => run.symbols[symbol])
          .join('');
      expect({node: text(written.node), web: text(written.web)}).toEqual({node: run.text, web: run.text});
    }, 60_000);
  },
);
