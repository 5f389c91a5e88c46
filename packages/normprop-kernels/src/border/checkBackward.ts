import type {LSTMBackwardArgs} from '../lstm/lstmTypes.js';
import {expectOptionalFloats} from './expect.js';

/** The sizes of the forward call that a reserve belongs to. */
export interface SequenceSizes {
  timeSteps: number;
  batch: number;
  inputSize: number;
  units: number;
}

/** Throws on a gradient whose shape is not that of the output it belongs to. */
export function checkBackward(gradients: LSTMBackwardArgs, {timeSteps, batch, units}: SequenceSizes): void {
  expectOptionalFloats('outputs', gradients.outputs, [timeSteps, batch, units]);
  expectOptionalFloats('hidden', gradients.hidden, [batch, units]);
  expectOptionalFloats('cell', gradients.cell, [batch, units]);
}
