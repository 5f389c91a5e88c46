import {clone, customGrad} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';

/** The same tensor, whose gradient is an error: what would be left out in silence is named. */
export function withoutGradient<T extends Tensor>(tensor: T, name: string): T {
  return customGrad((given) => ({
    value: clone(given as Tensor),
    gradFunc: () => {
      throw new Error(`${name}: the recurrence has no gradient from it`);
    },
  }))(tensor) as T;
}
