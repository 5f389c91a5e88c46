import type {Tensor} from '@tensorflow/tfjs-core';
import {withoutGradient} from './withoutGradient.js';

/**
 * A gradient that cannot be differentiated once more: where tfjs asks for the second derivative, it is an error, not a wrong number.
 *
 * @param of Which op's gradient it is, for the message.
 * @param dependsOn What the gradient depends on.
 * @param compute The gradient.
 */
export const firstDerivative = (of: string, dependsOn: Tensor[], compute: () => Tensor): Tensor =>
  withoutGradient(
    `${of}: it has no second derivative, so a gradient penalty or a Hessian cannot go through it`,
    dependsOn,
    compute,
  );
