import type {NormPropVariances, NormPropVariancesArgs} from 'normprop-core';
import {layerVariances} from './layerVariances.js';

/** Gains of the input between which the constants are interpolated; both stand in the shipped table of constants. */
const [low, high] = [0.25, 0.5];

/**
 * Var[c] and Var[h] of `meanField` for a γx that the number of inputs decides, at once.
 *
 * On a straight line in γx·√Var[x] between the constants of .25 and .5, and those of the nearer end beyond: with γh .25 and γc .5 they
 * hardly depend on it (.189 and .0441 at .2, .182 and .0444 at .25, .178 and .0462 at .5), and solving takes seconds.
 *
 * @param settings Numbers; as `layerVariances` takes them.
 */
export function scaledVariances(settings: NormPropVariancesArgs<number>): NormPropVariances<number> {
  const {gammaX, inputVariance = 1} = settings;
  const gain = gammaX * Math.sqrt(inputVariance);
  const share = Math.min(1, Math.max(0, (gain - low) / (high - low)));
  const at = (end: number) =>
    layerVariances({...settings, gammaX: end, inputVariance: 1}, 'meanField') as NormPropVariances<number>;
  if (share === 0 || share === 1) return at(share === 0 ? low : high);
  const [first, second] = [at(low), at(high)];
  const between = (key: keyof NormPropVariances): number => first[key] + share * (second[key] - first[key]);
  return {cellVariance: between('cellVariance'), hiddenVariance: between('hiddenVariance')};
}
