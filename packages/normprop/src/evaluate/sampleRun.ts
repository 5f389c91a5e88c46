import type {Vocabulary} from 'normprop-datasets';
import type {BackendName} from '../config/charlmConfig.js';
import {sampleText} from '../model/sampleText.js';
import type {SampleOptions} from '../model/sampleText.js';
import type {RunResult} from '../report/runSummary.js';
import {loadTrainedModel} from '../run/loadTrainedModel.js';
import {RunFolder} from '../run/runFolder.js';

/** How to draw a text from a run. */
export interface SampleRunOptions extends Omit<SampleOptions, 'prime'> {
  /** The beginning; default that of the run's own sample, or the start of a line in a run that has none yet. */
  prime?: string;
  backend?: BackendName;
  warn?: (message: string) => void;
  /** Called with the beginning, before the first new character. */
  onPrime?: (prime: string) => void;
  /** Called with each new character. */
  onText?: (text: string) => void;
}

/** Draws a text from a trained run; see `sampleText`. */
export async function sampleRun(path: string, options: SampleRunOptions): Promise<string> {
  const {model, vocabulary} = await loadTrainedModel(path, options.backend, options.warn);
  try {
    const prime = options.prime ?? (await primeOf(path, vocabulary));
    let announced = false;
    const onText = (text: string): void => {
      if (!announced) options.onPrime?.(prime); // once the model has read it
      announced = true;
      options.onText?.(text);
    };
    return sampleText(model, vocabulary, {...options, prime}, onText);
  } finally {
    model.dispose();
  }
}

async function primeOf(path: string, {symbols}: Vocabulary): Promise<string> {
  const result = await new RunFolder(path).readJson<RunResult>('result.json');
  return result?.sample.prime ?? symbols.find((symbol) => symbol === '\n') ?? symbols[0];
}
