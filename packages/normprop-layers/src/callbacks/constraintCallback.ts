import * as tfl from '@tensorflow/tfjs-layers';
import {applyConstraints} from '../constraints/applyConstraints.js';

/** See `constraintCallback`. */
export class ConstraintCallback extends tfl.Callback {
  // An update has happened by then, and the weights are projected before the next batch or validation reads them.
  override async onBatchEnd(): Promise<void> {
    applyConstraints(this.model);
    return Promise.resolve();
  }
}

/**
 * Callback for `model.fit`: applies the constraints of all weights after each update, which tfjs 4.22 itself never does.
 *
 * Works with every tfjs layer that has constraints.
 *
 * @example
 * await model.fit(x, y, {callbacks: [constraintCallback()]});
 */
export function constraintCallback(): ConstraintCallback {
  return new ConstraintCallback();
}
