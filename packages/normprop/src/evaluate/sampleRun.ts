import type {BackendName} from '../config/charlmConfig.js';
import {sampleText} from '../model/sampleText.js';
import type {SampleOptions} from '../model/sampleText.js';
import {loadTrainedModel} from '../run/loadTrainedModel.js';

/** How to draw a text from a run. */
export interface SampleRunOptions extends SampleOptions {
  backend?: BackendName;
  warn?: (message: string) => void;
  /** Called with each new character. */
  onText?: (text: string) => void;
}

/** Draws a text from a trained run; see `sampleText`. */
export async function sampleRun(path: string, options: SampleRunOptions): Promise<string> {
  const {model, vocabulary} = await loadTrainedModel(path, options.backend, options.warn);
  try {
    return sampleText(model, vocabulary, options, options.onText);
  } finally {
    model.dispose();
  }
}
