import {checkPositiveInteger} from '../options/checkNumbers.js';
import {checkOptions} from '../options/checkOptions.js';
import type {LayerVarianceMethod} from './layerVariances.js';

/** How `normPropLSTM` lets its constants follow the gains and biases. */
export interface TrackingArgs {
  /** The constants are computed anew in every so many-th training call. */
  every: number;
  /**
   * Whether the gradient of a call that computes the constants goes through them to gains and biases; default false: it
   * takes Var[c] and Var[h] as they are. Only with `paper`, whose formulas have a derivative. In the calls between two
   * computations the constants do not depend on anything, so with `every: 1` each update is of one kind.
   */
  differentiate?: boolean;
}

/**
 * Throws unless the option can be honoured.
 *
 * @param inLayer False for a lone cell, which cannot count calls.
 */
export function checkTracking(tracking: TrackingArgs, method: LayerVarianceMethod, inLayer: boolean): void {
  if (typeof tracking !== 'object' || tracking === null) {
    throw new Error(`tracking: expected {every: number of training calls}, got ${String(tracking)}`);
  }
  checkOptions('tracking', tracking, ['every', 'differentiate']);
  checkPositiveInteger('tracking.every', tracking.every);
  const {differentiate} = tracking;
  if (differentiate != null && typeof differentiate !== 'boolean') {
    throw new Error(`tracking.differentiate: expected true or false, got ${String(differentiate)}`);
  }
  if (method === 'calibrated') {
    throw new Error(
      "tracking: it computes the constants by a formula, got varianceMethod 'calibrated'; use 'paper' or 'meanField'",
    );
  }
  if (differentiate && method !== 'paper') {
    throw new Error(`tracking.differentiate: only varianceMethod 'paper' has a derivative, got '${method}'`);
  }
  if (!inLayer) {
    throw new Error('tracking: a lone cell does not see where a call begins; use normPropLSTM');
  }
}
