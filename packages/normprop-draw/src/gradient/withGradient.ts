import {customGrad} from '@tensorflow/tfjs-core';
import type {GradSaveFunc, Tensor} from '@tensorflow/tfjs-core';

/**
 * An op with its own gradient: `tf.customGrad` for any number of inputs, with types that TypeScript can check.
 *
 * @param inputs what gradients are given for.
 * @param forward computes the result from them; nothing in it is recorded. Tensors of its own that `backward` needs go to `save`.
 * @param backward from the gradient of the result and what was saved, the gradient of each input.
 */
export function withGradient<Result extends Tensor>(
  inputs: Tensor[],
  forward: (save: (tensors: Tensor[]) => void) => Result,
  backward: (gradient: Result, saved: Tensor[]) => Tensor[],
): Result {
  const op = customGrad((...args: Array<Tensor | GradSaveFunc>) => ({
    value: forward(args[args.length - 1] as GradSaveFunc),
    gradFunc: (gradient: Tensor, saved: Tensor[]) => backward(gradient as Result, saved),
  }));
  return op(...inputs) as Result;
}
