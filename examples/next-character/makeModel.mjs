// Makes model.safetensors of a run of the command line, and checks that it writes the same text.
// usage: node makeModel.mjs <run folder>
import {readFileSync, writeFileSync} from 'node:fs';
import {exportRuntime, recurrenceOf} from 'normprop-convert';
import {loadTrainedModel, sampleText} from 'normprop';
import {modelFromBytes} from 'normprop-runtime';
import {greedyText} from './greedyText.js';

const [run] = process.argv.slice(2);
if (run === undefined) throw new Error('expected the folder of a run of `normprop train charlm`');
const {model, vocabulary} = await loadTrainedModel(run);
const prime = 'The whale ';
const theirs = sampleText(model, vocabulary, {prime, length: 200, temperature: 0, seed: 1});
const {symbols} = vocabulary;
const size = symbols.length;
const weight = (shape, values) => ({shape, values: Float32Array.from(values)});
// the command line's layer gives its last state too, a stream keeps it by itself
Object.assign(model.recurrent, {returnState: false});
const bytes = await exportRuntime({
  name: 'next-character',
  input: {name: 'symbols', kind: 'symbols', size, labels: [...symbols]},
  output: {name: 'probabilities', size, sequence: true, labels: [...symbols]},
  layers: [
    {
      kind: 'embedding',
      name: 'projection',
      maskZero: false,
      embeddings: weight([size, size], model.projection.rows),
    },
    {kind: 'recurrent', name: 'recurrent', ...(await recurrenceOf(model.recurrent)), returnSequences: true},
    {
      kind: 'dense',
      name: 'output',
      kernel: weight(model.outputKernel.shape, model.outputKernel.dataSync()),
      bias: weight([size], model.outputBias.dataSync()),
      activation: 'softmax',
    },
  ],
});
const ours = greedyText(modelFromBytes(bytes), prime, 200);
if (ours !== theirs) throw new Error(`the runtime writes another text:\n${ours}\n${theirs}`);
console.log(prime + ours);
const file = new URL('model.safetensors', import.meta.url);
writeFileSync(file, bytes);
console.log(`${readFileSync(file).length} bytes written`);
