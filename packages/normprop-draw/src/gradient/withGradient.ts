import {clone, customGrad, engine} from '@tensorflow/tfjs-core';
import type {GradSaveFunc, Tensor} from '@tensorflow/tfjs-core';
import {firstDerivative} from 'normprop-core';

/**
 * An op with its own gradient: `tf.customGrad` for any number of inputs, with types that TypeScript can check.
 *
 * It has no second derivative: where tfjs asks for one, that is an error.
 *
 * @param name of the op, for that error.
 * @param inputs what gradients are given for.
 * @param forward computes the result from them; nothing in it is recorded. Tensors of its own that `backward` needs go to `save`.
 * @param backward from the gradient of the result, what was saved, and the inputs (those given may be gone by then), the gradient of each input.
 */
export function withGradient<Result extends Tensor>(
  name: string,
  inputs: Tensor[],
  forward: (save: (tensors: Tensor[]) => void) => Result,
  backward: (gradient: Result, saved: Tensor[], inputs: Tensor[]) => Tensor[],
): Result {
  const op = customGrad((...args: Array<Tensor | GradSaveFunc>) => {
    let own: Tensor[] = [];
    const value = forward((tensors) => (own = tensors));
    // The inputs too: the gradient depends on them, whether or not it reads them as tensors.
    (args[args.length - 1] as GradSaveFunc)([...inputs, ...own]);
    const gradFunc = (gradient: Tensor, saved: Tensor[]) => {
      const n = inputs.length;
      const all = backward(gradient as Result, saved.slice(n), saved.slice(0, n));
      if (!engine().isTapeOn()) return all;
      return all.map((each) => firstDerivative(name, [gradient, ...saved], () => clone(each)));
    };
    return {value, gradFunc};
  });
  return op(...inputs) as Result;
}
