import {normPropVariances} from 'normprop-core';
import type {NormPropVariances, NormPropVariancesArgs, VarianceMethod} from 'normprop-core';

/** How a layer finds its constants: a method of `normPropVariances`, or `calibrate` on the user's data. */
export type LayerVarianceMethod = VarianceMethod | 'calibrated';

export const varianceMethods: readonly LayerVarianceMethod[] = ['paper', 'meanField', 'calibrated'];

/** Throws unless the value names a method. */
export function checkVarianceMethod(method: unknown): asserts method is LayerVarianceMethod {
  if (!varianceMethods.includes(method as LayerVarianceMethod)) {
    const names = varianceMethods.map((name) => `'${name}'`).join(', ');
    throw new Error(`varianceMethod: expected one of ${names}, got '${String(method)}'`);
  }
}

/**
 * Var[c] and Var[h] with which a layer starts.
 *
 * @param settings Gains, biases and input variance, numbers or per unit, as `normPropVariances` takes them.
 * @param method `calibrated` starts from the constants of `paper`.
 * @throws If `meanField` finds that E[h²] would not stay at 1 with any constants, or does not converge.
 */
export function layerVariances(
  settings: NormPropVariancesArgs,
  method: LayerVarianceMethod,
): NormPropVariances {
  if (method !== 'meanField') return normPropVariances({...settings, varianceMethod: 'paper'});
  const found = normPropVariances({...settings, varianceMethod: method});
  if (found.stable) return found;
  throw new Error(
    `varianceMethod: 'meanField' has no constants that hold for ${describe(settings)}; ${found.reason}. ` +
      "Choose larger gains, a larger gammaX against gammaH or a smaller forgetBias, or varianceMethod 'calibrated', " +
      'which `calibrate` then fits to your data',
  );
}

function describe({varianceMethod: _, cell, ...settings}: NormPropVariancesArgs): string {
  const values = Object.entries(settings).map(
    ([name, value]) => `${name} ${typeof value === 'number' ? value : 'of its own for each unit'}`,
  );
  return [...values, ...(cell === 'preserving' ? ['the preserving cell'] : [])].join(', ');
}
