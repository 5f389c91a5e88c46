import {customGrad, engine} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';

/**
 * A gradient that cannot be differentiated once more: where tfjs asks for the second derivative, it is an error, not a wrong number.
 *
 * @param of Which op's gradient it is, for the message.
 * @param dependsOn What the gradient depends on.
 * @param compute The gradient.
 */
export function firstDerivative(of: string, dependsOn: Tensor[], compute: () => Tensor): Tensor {
  if (!engine().isTapeOn()) return compute();
  return customGrad(() => ({
    value: compute(),
    gradFunc: () => {
      throw new Error(
        `${of}: it has no second derivative, so a gradient penalty or a Hessian cannot go through it`,
      );
    },
  }))(...dependsOn);
}
