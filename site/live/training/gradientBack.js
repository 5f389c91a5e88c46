import {grad, mul, norm, randomNormal, slice, sum, tidy} from '@tensorflow/tfjs-core';

/**
 * How much of a gradient is left on its way back through a layer: the norm of ∂(v·h_T)/∂x_t for a random v, at each number of
 * steps back from the last, over that at the last step.
 *
 * @param layer A recurrent layer that gives every h; built.
 * @param x Its inputs [B,T,D].
 */
export function gradientBack(layer, x) {
  const [batch, timeSteps] = x.shape;
  const norms = tidy(() => {
    const v = randomNormal([batch, 1, layer.units], 0, 1, 'float32', 1);
    const ofLast = (inputs) => {
      const h = layer.call(inputs, {training: false});
      return sum(mul(v, slice(Array.isArray(h) ? h[0] : h, [0, timeSteps - 1, 0], [-1, 1, -1])));
    };
    return norm(grad(ofLast)(x), 'euclidean', [0, 2]).dataSync();
  });
  return Array.from(norms, (_, back) => norms[timeSteps - 1 - back] / norms[timeSteps - 1]);
}
