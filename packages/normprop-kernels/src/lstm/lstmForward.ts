import {checkForward} from '../border/checkForward.js';
import {activeKernels} from '../choice/activeKernels.js';
import type {LSTMForwardArgs, LSTMForwardResult} from '../contract/lstmTypes.js';
import {withoutFill} from '../contract/readsMasked.js';

/**
 * The whole sequence forward; see `LSTMForwardArgs` for the recurrence, the shapes and the options.
 *
 * Throws when an argument has the wrong length or type, when an option does not belong to the normaliser, and when what must be kept would
 * pass 4 GiB. NaN in the inputs gives NaN in the outputs that depend on them.
 */
export function lstmForward(args: LSTMForwardArgs): LSTMForwardResult {
  checkForward(args);
  return activeKernels().lstmForward(withoutFill(args));
}
