import type {Vocabulary} from 'normprop-datasets';
import type {BackendName} from 'normprop-doctor';
import {sampleText} from './sampleText.js';
import type {SampleOptions} from './sampleText.js';
import {CharlmRunFolder} from '../record/charlmTypes.js';
import type {CharlmResult} from '../record/charlmTypes.js';
import type {CharReader} from '../read/charReader.js';
import {charReaderOf} from '../read/charReaderOf.js';
import {loadTrainedModel} from '../model/loadTrainedModel.js';

/** How to draw a text from a run. */
export interface SampleRunOptions extends Omit<SampleOptions, 'prime'> {
  /** The beginning; default that of the run's own sample, or the start of a line in a run that has none yet. */
  prime?: string;
  /** The backend of tfjs that draws it; default: normprop-runtime does, without tfjs. */
  backend?: BackendName;
  warn?: (message: string) => void;
  /** Called with the beginning, before the first new character. */
  onPrime?: (prime: string) => void;
  /** Called with each new character. */
  onText?: (text: string) => void;
}

/** Draws a text from a trained run; see `sampleText`. */
export async function sampleRun(path: string, options: SampleRunOptions): Promise<string> {
  const {backend, warn} = options;
  const {model, vocabulary} = await loadTrainedModel(path, backend ?? 'cpu', warn);
  let reader: CharReader | undefined;
  try {
    reader = await charReaderOf(model, vocabulary, backend);
    const prime = options.prime ?? (await primeOf(path, vocabulary));
    let announced = false;
    const onText = (text: string): void => {
      if (!announced) options.onPrime?.(prime); // once the model has read it
      announced = true;
      options.onText?.(text);
    };
    return sampleText(reader, vocabulary, {...options, prime}, onText);
  } finally {
    reader?.dispose();
    model.dispose();
  }
}

async function primeOf(path: string, {symbols}: Vocabulary): Promise<string> {
  const result = await new CharlmRunFolder(path).readJson<CharlmResult>('result.json');
  return result?.sample.prime ?? symbols.find((symbol) => symbol === '\n') ?? symbols[0];
}
