import {abs, add, exp, mul, split, square, step, sub, sum, tidy} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';

/**
 * KL(N(μ,σ²) ‖ N(0,1)) in nats, summed over the latents: `Σ ½(μ² + σ² − 1) − log σ = Σ ½(μ² + φ(2 log σ))` with
 * `φ(s) = exp(s) − 1 − s`.
 *
 * @param latent μ and log σ, side by side in the last dimension [...,2Z].
 * @returns the leading dimensions [...], right to float32's last digits also where posterior and prior are nearly the same.
 * @throws if the last dimension is odd.
 *
 * Source: Gregor et al., eq. 11 (one glimpse of its sum).
 */
export function klDivergence(latent: Tensor): Tensor {
  const last = latent.shape[latent.shape.length - 1];
  if (latent.rank === 0 || last % 2 !== 0) {
    throw new Error(
      `latent: expected μ and log σ in an even last dimension, got [${latent.shape.join(',')}]`,
    );
  }
  return tidy(() => {
    const [mean, logDeviation] = split(latent, 2, -1);
    return sum(mul(0.5, add(square(mean), expLess(mul(2, logDeviation)))), -1);
  });
}

/** Below this, exp(s) − 1 − s loses too many digits, and six terms of its series have all of float32's. */
const NEAR = 0.25;

/** exp(s) − 1 − s = s²/2 (1 + s/3 (1 + s/4 (1 + …))). */
function expLess(s: Tensor): Tensor {
  // tfjs has no gradient of comparisons, but one of this.
  const isNear = step(sub(NEAR, abs(s)));
  const near = mul(s, isNear); // 0 where s is far, since powers could overflow and 0·∞ is no gradient
  let series = add(1, mul(near, 1 / 8)) as Tensor;
  for (let term = 7; term >= 3; term--) series = add(1, mul(mul(near, 1 / term), series));
  const far = sub(sub(exp(s), 1), s);
  return add(mul(mul(0.5, square(near)), series), mul(sub(1, isNear), far));
}
