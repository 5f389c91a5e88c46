import type {LSTMBackwardArgs, LSTMGradients, LSTMReserve} from './lstmTypes.js';

/** Back through time; uses the reserve up (it is disposed afterwards). Throws when it was used up or disposed before. */
export function lstmBackward(_reserve: LSTMReserve, _gradients: LSTMBackwardArgs): LSTMGradients {
  throw new Error('not written yet');
}
