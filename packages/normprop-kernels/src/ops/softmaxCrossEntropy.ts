import {expectCount, expectFloats} from '../border/expect.js';
import {activeKernels} from '../choice/activeKernels.js';
import type {SoftmaxCrossEntropyResult} from '../contract/opTypes.js';

/**
 * Mean over the rows of −log softmax(logits)[target], in nats, and its gradient (softmax − onehot)/rows unless `wantGradient` is false.
 *
 * `logits` [rows,classes], `targets` [rows] whole numbers from 0 to classes − 1. Throws on a wrong length or a target out of range.
 */
export function softmaxCrossEntropy(
  logits: Float32Array,
  targets: Int32Array,
  classes: number,
  wantGradient = true,
): SoftmaxCrossEntropyResult {
  expectCount('classes', classes);
  if (Object.prototype.toString.call(targets) !== '[object Int32Array]' || targets.length === 0)
    throw new TypeError(`targets: expected an Int32Array with at least one value, got ${String(targets)}`);
  expectFloats('logits', logits, [targets.length, classes]);
  const wrong = targets.findIndex((t) => t < 0 || t >= classes);
  if (wrong >= 0)
    throw new RangeError(`targets: expected 0 to ${classes - 1}, got ${targets[wrong]} at ${wrong}`);
  return activeKernels().softmaxCrossEntropy(logits, targets, classes, wantGradient);
}
