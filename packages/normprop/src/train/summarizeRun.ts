import type {TextCorpus} from 'normprop-datasets';
import {describeCorpus} from '../data/describeCorpus.js';
import {sampleText} from '../model/sampleText.js';
import type {RunResult, RunSummary} from '../report/runSummary.js';
import type {RunFolder} from '../run/runFolder.js';
import {provenance} from '../run/provenance.js';
import {versions} from '../run/versions.js';
import {measuredResult} from './runResult.js';
import type {TrainingSession} from './trainingSession.js';

/** How the sample of a report is drawn. */
const sampling = {temperature: 0.8, length: 400};

/** Gathers the outcome of a finished run, with a sample, and writes it to `result.json`. */
export async function summarizeRun({
  session: {config, model},
  corpus,
  folder,
  label,
  hiddenMeanSquare,
}: {
  session: TrainingSession;
  corpus: TextCorpus;
  folder: RunFolder;
  label: string;
  hiddenMeanSquare: RunResult['hiddenMeanSquare'];
}): Promise<RunSummary> {
  const metrics = await folder.metrics.read();
  const prime = primeOf(corpus);
  const text = sampleText(model, corpus.vocabulary, {...sampling, prime, seed: config.seed});
  const result: RunResult = {
    ...measuredResult(metrics),
    parameters: model.parameters,
    inputVariance: model.projection.variance,
    hiddenMeanSquare,
    sample: {prime, temperature: sampling.temperature, text},
    dataDescription: describeCorpus(corpus),
    versions: {...versions(), backend: config.backend},
    ...provenance(),
  };
  await folder.writeJson('result.json', result);
  return {name: label, group: label, config, metrics, result};
}

/** A beginning that the model has not been trained on: the first whole words of a line of the validation text. */
function primeOf({vocabulary, valid}: TextCorpus): string {
  const text = vocabulary.decode(valid.subarray(0, 400));
  const line = text.slice(text.indexOf('\n') + 1).trimStart() || text;
  const words = line.slice(0, 30);
  return words.slice(0, words.search(/[\s_][^\s_]*$/) + 1) || words;
}
