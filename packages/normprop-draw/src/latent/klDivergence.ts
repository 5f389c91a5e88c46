import {abs, add, engine, exp, mul, split, square, step, sub, sum, tensor, tidy} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';
import {isInMemory, readInPlace} from 'normprop-core';
import {withGradient} from '../gradient/withGradient.js';

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
    if (isInMemory(engine().backendName)) return onArrays(latent);
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

/** The same on an array: in tfjs's ops it takes seventy, each way and with arrays of their own. */
function onArrays(latent: Tensor): Tensor {
  const [last] = latent.shape.slice(-1);
  const Z = last / 2;
  let growth: Float32Array; // exp(2 log σ) − 1, for the gradient too
  return withGradient<Tensor>(
    'klDivergence',
    [latent],
    () => {
      const [values] = readInPlace([latent]);
      growth = new Float32Array(values.length / 2);
      const sums = new Float32Array(values.length / last);
      for (let row = 0, at = 0; row < sums.length; row++, at += last) {
        let sum = 0;
        for (let j = at; j < at + Z; j++) {
          const s = 2 * values[j + Z];
          const beyond = exponentialLess(s);
          growth[j - row * Z] = s + beyond;
          sum += values[j] * values[j] + beyond;
        }
        sums[row] = sum / 2;
      }
      return tensor(sums, latent.shape.slice(0, -1));
    },
    (dy, _, [input]) => {
      const [values, given] = readInPlace([input, dy]);
      const gradient = new Float32Array(values.length);
      for (let row = 0, at = 0; row < given.length; row++, at += last)
        for (let j = at; j < at + Z; j++) {
          gradient[j] = given[row] * values[j];
          gradient[j + Z] = given[row] * growth[j - row * Z];
        }
      return [tensor(gradient, latent.shape)];
    },
  );
}

/** exp(s) − 1 − s of a number, as `expLess`; many times as fast as Math.expm1. */
function exponentialLess(s: number): number {
  if (Math.abs(s) > NEAR) return Math.exp(s) - 1 - s;
  let series = 1 + s / 9;
  for (let term = 8; term >= 3; term--) series = 1 + (s / term) * series;
  return (s * s * series) / 2;
}
