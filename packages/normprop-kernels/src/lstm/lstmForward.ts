import type {LSTMForwardArgs, LSTMForwardResult} from './lstmTypes.js';

/** The whole sequence forward. Throws when an argument has the wrong length or type. */
export function lstmForward(_args: LSTMForwardArgs): LSTMForwardResult {
  throw new Error('not written yet');
}
