import {add, concat, exp, mul, split, tidy} from '@tensorflow/tfjs-core';
import type {Tensor2D} from '@tensorflow/tfjs-core';
import {checkShape} from '../check/checkShape.js';
import {withGradient} from '../gradient/withGradient.js';

/**
 * A latent drawn with the reparametrisation `z = μ + σ ⊙ ε`.
 *
 * @param latent μ and log σ, side by side [B,2Z].
 * @param noise ε [B,Z], standard normal; no gradient goes to it.
 * @returns z [B,Z].
 *
 * Source: Gregor et al., eq. 1, 2 and 5; Kingma & Welling 2014.
 */
export function sampleLatent(latent: Tensor2D, noise: Tensor2D): Tensor2D {
  checkShape('latent', latent, [noise.shape[0], 2 * noise.shape[1]]);
  return tidy(() =>
    withGradient<Tensor2D>(
      'sampleLatent',
      [latent],
      (save) => {
        const [mean, logDeviation] = split(latent, 2, 1);
        const spread = mul(exp(logDeviation), noise);
        save([spread]);
        return add(mean, spread);
      },
      (dz, [spread]) => [concat([dz, mul(dz, spread)], 1)],
    ),
  );
}
