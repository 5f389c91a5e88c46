import {GateBias} from '../initializers/gateBias.js';
import type {Initializer} from '../tfjs/classes.js';
import {resolveInitializer} from '../tfjs/resolve.js';
import type {LSTMCellArgs} from './lstmCellArgs.js';

/**
 * The bias initializer that `biasInitializer`, `forgetBias` and `unitForgetBias` ask for together.
 *
 * `biasInitializer` alone, or beside `unitForgetBias: false`, sets all four gates; beside `forgetBias` or
 * `unitForgetBias: true` the three that are not the forget gate.
 *
 * @throws If `forgetBias` and `unitForgetBias` contradict each other.
 */
export function biasInitializerFor({biasInitializer, forgetBias, unitForgetBias}: LSTMCellArgs): Initializer {
  const unit = unitForgetBias == null ? undefined : Number(unitForgetBias);
  if (forgetBias !== undefined && unit !== undefined && forgetBias !== unit) {
    throw new Error(
      `unitForgetBias: ${String(unitForgetBias)} means forgetBias ${unit}, got forgetBias ${forgetBias}`,
    );
  }
  const forget = forgetBias ?? unit;
  if (biasInitializer == null) return new GateBias({forgetBias: forget ?? 1});
  if (forgetBias === undefined && unit !== 1) return resolveInitializer(biasInitializer);
  return new GateBias({forgetBias: forget!, otherGates: biasInitializer});
}
