import type {AdamArrays, AdamFactors} from '../contract/adamTypes.js';
import {nativeAdamStep} from '../native/nativeOptimizer.js';
import {referenceAdamStep} from '../reference/referenceOptimizer.js';

/**
 * Adam's update of one variable, reckoned in float64; the same bits from every build.
 *
 *     m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²,   w ← w − step · m / (root · √v + ε)
 *
 * @param arrays w, m and v, all of one length; they are not written.
 * @param gradient g.
 * @returns Fresh arrays.
 * @throws If the lengths differ.
 *
 * Source: Kingma & Ba 2015, algorithm 1.
 */
export function adamStep(arrays: AdamArrays, gradient: Float32Array, factors: AdamFactors): AdamArrays {
  const {value, first, second} = arrays;
  if ([first, second, gradient].some(({length}) => length !== value.length))
    throw new RangeError('adamStep: the lengths differ');
  return nativeAdamStep(arrays, gradient, factors) ?? referenceAdamStep(arrays, gradient, factors);
}
