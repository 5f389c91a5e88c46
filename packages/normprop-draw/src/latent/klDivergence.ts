import {add, exp, mul, split, square, sub, sum, tidy} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';

/**
 * KL(N(μ,σ²) ‖ N(0,1)) in nats, summed over the latents: `Σ ½(μ² + σ² − 1) − log σ`.
 *
 * @param latent μ and log σ, side by side in the last dimension [...,2Z].
 * @returns the leading dimensions [...].
 *
 * Source: Gregor et al., eq. 11 (one glimpse of its sum).
 */
export function klDivergence(latent: Tensor): Tensor {
  return tidy(() => {
    const [mean, logDeviation] = split(latent, 2, -1);
    const squares = add(square(mean), exp(mul(2, logDeviation)));
    return sum(sub(mul(0.5, sub(squares, 1)), logDeviation), -1);
  });
}
