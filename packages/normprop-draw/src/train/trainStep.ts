import {dispose, keep, tidy, variableGrads} from '@tensorflow/tfjs-core';
import type {Scalar, Tensor3D, Tensor4D} from '@tensorflow/tfjs-core';
import type {ClippedAdam} from 'normprop-layers';
import {checkImages, valuesAreInMemory} from '../images/checkPixels.js';
import type {BoundValues} from '../bound/BoundMean.js';
import {drawBound} from '../bound/drawBound.js';
import type {Draw} from '../model/Draw.js';

/**
 * One update: the bound of a batch, its gradient in all weights, the optimizer, which also puts the columns back to norm 1 where
 * the cells have that constraint.
 *
 * @param noise ε [T,B,Z], e.g. of `latentNoise`.
 * @returns the bound before the update.
 * @throws if a pixel is not in [0, 1] or the bound is not finite; the weights are then as before.
 */
export async function trainStep(
  model: Draw,
  images: Tensor4D,
  noise: Tensor3D,
  optimizer: ClippedAdam,
): Promise<BoundValues> {
  if (!valuesAreInMemory()) await checkImages(images); // else drawBound looks
  const parts: Scalar[] = [];
  const {value, grads} = variableGrads(
    () =>
      tidy(() => {
        const {bound, reconstruction, kl} = drawBound(model, images, noise, {training: true});
        parts.push(keep(reconstruction), keep(kl));
        return bound;
      }),
    model.variables,
  );
  try {
    const [[bound], [reconstruction], [kl]] = await Promise.all([value, ...parts].map((part) => part.data()));
    if (!Number.isFinite(bound)) {
      throw new Error(
        `update ${optimizer.iterations + 1}: the bound is ${bound}. Try a lower learning rate or a smaller clipNorm`,
      );
    }
    optimizer.applyGradients(grads);
    return {bound, reconstruction, kl};
  } finally {
    dispose([value, ...parts]);
    dispose(grads);
  }
}
