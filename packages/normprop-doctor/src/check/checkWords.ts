import {tolerance} from './checkBackend.js';
import type {CheckOutcome} from './checkMessages.js';

/** Whether a backend does what it should. */
export function passes(outcome: CheckOutcome): boolean {
  return 'check' in outcome && outcome.check.difference.amount <= tolerance;
}

/** What a check found, in a line. */
export function checkWords(outcome: CheckOutcome): string {
  if ('failure' in outcome) return `${outcome.lacks ? 'not here' : 'fails'}: ${outcome.failure}`;
  const {difference, stepMilliseconds, onGPU} = outcome.check;
  const device = onGPU === undefined ? '' : onGPU ? ', on a GPU' : ', on the processor';
  if (!passes(outcome))
    return `is wrong${device}: ${difference.where} differs from cpu by ${difference.amount.toPrecision(2)} (at most ${tolerance})`;
  return (
    `works${device}: matMul and the gradients of an LSTM agree with cpu (largest difference ` +
    `${difference.amount.toExponential(0)}); a training step takes ${stepMilliseconds.toFixed(1)} ms`
  );
}
