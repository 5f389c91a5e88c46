import type {StepSize} from 'normprop-doctor';
import type {DrawRunConfig} from './drawRunConfig.js';

/** The size of the encoder's part of a training step, for `--backend auto`: it reads two windows and the decoder's state. */
export function drawStepSizeOf({glimpses, batch, units, readSize}: DrawRunConfig): StepSize {
  return {timeSteps: glimpses, batch, inputSize: 2 * readSize ** 2 + units, units};
}
