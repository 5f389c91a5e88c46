import type {TextCorpus} from 'normprop-datasets';
import {provenance} from '../../run/provenance.js';
import {versions} from '../../run/versions.js';
import type {CharlmResult} from '../record/charlmTypes.js';
import type {CharlmConfig} from '../config/charlmConfig.js';
import {describeCorpus} from '../data/describeCorpus.js';
import type {CharModel} from '../model/charModel.js';
import {RuntimeReader} from '../read/runtimeReader.js';
import {sampleText} from '../sample/sampleText.js';
import type {CharlmLine} from '../record/charlmMetrics.js';
import {measuredResult} from './measuredResult.js';

/** How the sample of a report is drawn. */
const sampling = {temperature: 0.8, length: 400};

/** The outcome of a finished run, with a sample. */
export async function charlmResult({
  config,
  model,
  corpus,
  metrics,
  hiddenMeanSquare,
}: {
  config: CharlmConfig;
  model: CharModel;
  corpus: TextCorpus;
  metrics: readonly CharlmLine[];
  hiddenMeanSquare: CharlmResult['hiddenMeanSquare'];
}): Promise<CharlmResult> {
  const prime = primeOf(corpus);
  const reader = await RuntimeReader.of(model, corpus.vocabulary); // any backend's weights
  const text = sampleText(reader, corpus.vocabulary, {...sampling, prime, seed: config.seed});
  reader.dispose();
  return {
    ...measuredResult(metrics),
    parameters: model.parameters,
    inputVariance: model.projection.variance,
    hiddenMeanSquare,
    sample: {prime, temperature: sampling.temperature, text},
    dataDescription: describeCorpus(corpus),
    versions: {...versions(), backend: config.backend},
    ...provenance(),
  };
}

/** A beginning that the model has not been trained on: the first whole words of a line of the validation text. */
function primeOf({vocabulary, valid}: TextCorpus): string {
  const text = vocabulary.decode(valid.subarray(0, 400));
  const line = text.slice(text.indexOf('\n') + 1).trimStart() || text;
  const words = line.slice(0, 30);
  return words.slice(0, words.search(/[\s_][^\s_]*$/) + 1) || words;
}
