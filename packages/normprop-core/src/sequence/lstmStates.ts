import {tidy} from '@tensorflow/tfjs-core';
import type {Tensor3D} from '@tensorflow/tfjs-core';
import {resultNames} from '../recurrence/sequenceImplementation.js';
import {referenceForward, reserveNames} from '../reference/forward.js';
import type {LSTMWeights} from '../weights/lstmTypes.js';
import type {PreparedWeights} from '../weights/prepareWeights.js';
import {referenceImplementation} from './implementations.js';
import type {LSTMSequenceOptions} from './lstmSequenceTypes.js';
import {checkGiven, sequenceCall} from './sequenceCall.js';
import {validInputs} from './validInputs.js';

/** What happens inside an LSTM at each step, [T,B,H] each. */
export type LSTMStates = {
  /** i after its activation. */
  inputGate: Tensor3D;
  /** f after its activation. */
  forgetGate: Tensor3D;
  /** g after its tanh. */
  candidate: Tensor3D;
  /** o after its activation. */
  outputGate: Tensor3D;
  /** c_t. */
  cell: Tensor3D;
  /** h_t. */
  hidden: Tensor3D;
};

/**
 * The gates and states of every step of `lstmSequence`, for looking at: the reference computes them, in tfjs ops.
 *
 * @param x As for `lstmSequence`.
 * @param weights As for `lstmSequence`.
 * @param options As for `lstmSequence`.
 * @returns The states, in the order of computation; with `batchMajor` [B,T,H]. They have no gradient.
 * @throws As `lstmSequence`.
 */
export function lstmStates(
  x: Tensor3D,
  weights: LSTMWeights | PreparedWeights,
  options: LSTMSequenceOptions = {},
): LSTMStates {
  checkGiven(x, weights, options);
  return tidy(() => {
    const {inputs, settings, asGiven} = sequenceCall(x, weights, options, referenceImplementation);
    const results = referenceForward(validInputs(inputs, settings), {...settings, keepForGradient: true});
    const kept = results.slice(resultNames(inputs, settings).length);
    const {cells, ...gates} = Object.fromEntries(
      reserveNames.always.slice(0, 5).map((name, i) => [name, asGiven(kept[i])]),
    );
    return {...gates, cell: cells, hidden: asGiven(results[0])} as unknown as LSTMStates;
  });
}
