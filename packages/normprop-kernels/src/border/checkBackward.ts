import type {LSTMBackwardArgs} from '../contract/lstmTypes.js';
import type {SequenceSizes} from '../contract/kernels.js';
import {expectAbsent, expectNames, expectOptionalFloats} from './expect.js';
import {backwardNames} from './names.js';

/** Throws on a gradient whose shape is not that of the output it belongs to. */
export function checkBackward(
  gradients: LSTMBackwardArgs,
  {timeSteps, batch, units, hasCellPenalty}: SequenceSizes,
): void {
  expectNames('lstmBackward', gradients, backwardNames);
  expectOptionalFloats('outputs', gradients.outputs, [timeSteps, batch, units]);
  expectOptionalFloats('hidden', gradients.hidden, [batch, units]);
  expectOptionalFloats('cell', gradients.cell, [batch, units]);
  if (!hasCellPenalty)
    expectAbsent('cellPenalty', gradients.cellPenalty, 'the forward call had no cellPenalty');
  else if (gradients.cellPenalty !== undefined && typeof gradients.cellPenalty !== 'number')
    throw new TypeError(`cellPenalty: expected a number, got ${typeof gradients.cellPenalty}`);
}
