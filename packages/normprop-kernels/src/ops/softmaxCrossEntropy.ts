import type {SoftmaxCrossEntropyResult} from './opTypes.js';

/** Mean cross entropy in nats of softmax(logits) [rows,classes] and integer targets [rows], with its gradient unless `wantGradient` is false. */
export function softmaxCrossEntropy(
  _logits: Float32Array,
  _targets: Int32Array,
  _classes: number,
  _wantGradient = true,
): SoftmaxCrossEntropyResult {
  throw new Error('not written yet');
}
