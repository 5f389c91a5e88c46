import {checkPositiveInteger} from '../options/checkNumbers.js';
import {checkOptions} from '../options/checkOptions.js';
import type {LayerVarianceMethod} from './layerVariances.js';

/** How `normPropLSTM` lets its constants follow the gains and biases. */
export interface TrackingArgs {
  /** The constants are computed anew in every so many-th training call. */
  every: number;
  /** Only false exists: the gradient takes Var[c] and Var[h] as constants. */
  differentiate?: boolean;
}

/**
 * Throws unless the option can be honoured.
 *
 * @param inLayer False for a lone cell, which cannot count calls.
 */
export function checkTracking(tracking: TrackingArgs, method: LayerVarianceMethod, inLayer: boolean): void {
  if (typeof tracking !== 'object') {
    throw new Error(`tracking: expected {every: number of training calls}, got ${String(tracking)}`);
  }
  checkOptions('tracking', tracking, ['every', 'differentiate']);
  checkPositiveInteger('tracking.every', tracking.every);
  if (tracking.differentiate) {
    throw new Error(
      'tracking.differentiate: not supported; the gradient takes the tracked Var[c] and Var[h] as constants',
    );
  }
  if (method === 'calibrated') {
    throw new Error(
      "tracking: it computes the constants by a formula, got varianceMethod 'calibrated'; use 'paper' or 'meanField'",
    );
  }
  if (!inLayer) {
    throw new Error('tracking: a lone cell does not see where a call begins; use normPropLSTM');
  }
}
