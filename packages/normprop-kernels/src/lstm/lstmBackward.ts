import {checkBackward} from '../border/checkBackward.js';
import type {RunnableReserve} from '../contract/kernels.js';
import type {LSTMBackwardArgs, LSTMGradients, LSTMReserve} from '../contract/lstmTypes.js';

/**
 * Back through time from the gradients of the outputs to those of every argument.
 *
 * Uses the reserve up: the gates are overwritten by their gradients, and its memory is given back. Throws when it was used up or
 * disposed before, or when a gradient has the wrong length.
 */
export function lstmBackward(reserve: LSTMReserve, gradients: LSTMBackwardArgs): LSTMGradients {
  const runnable = reserve as RunnableReserve;
  if (typeof runnable?.backward !== 'function')
    throw new TypeError('reserve: expected what lstmForward returned');
  checkBackward(gradients, runnable.sizes);
  return runnable.backward(gradients);
}
