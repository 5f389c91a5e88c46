import {customGrad, engine} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';

/**
 * A result through which no gradient goes: where tfjs asks for one it is an error, not a wrong number.
 *
 * @param message The error's.
 * @param dependsOn What the result depends on.
 * @param compute The result.
 */
export function withoutGradient<Result extends Tensor>(
  message: string,
  dependsOn: Tensor[],
  compute: () => Result,
): Result {
  if (!engine().isTapeOn()) return compute();
  return customGrad(() => ({
    value: compute(),
    gradFunc: () => {
      throw new Error(message);
    },
  }))(...dependsOn) as Result;
}
