import type {StepSize} from 'normprop-doctor';
import type {CharlmConfig} from './charlmConfig.js';

/** About the characters that a text has: the size of the inputs, before the text is read. */
const usualVocabulary = 64;

/** The size of a training step of a run, for `--backend auto`. */
export function stepSizeOf({length, batch, units}: CharlmConfig): StepSize {
  return {timeSteps: length, batch, inputSize: usualVocabulary, units};
}
