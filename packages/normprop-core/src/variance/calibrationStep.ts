import {checkNames, type Names} from '../check/checkNames.js';
import type {NormPropVariances} from './normPropVariances.js';

const calibrationStepNames: Names<CalibrationStepArgs<number>> = {
  constants: true,
  measuredCell: true,
  measuredHidden: true,
  damping: true,
};

/** One step of calibration: the constants in use, and what they led to. */
export interface CalibrationStepArgs<V extends number | Float64Array> {
  /** The constants with which the layer ran. */
  constants: NormPropVariances<V>;
  /** Measured variance of c in that run, per unit or of the whole layer; same kind as the constants. */
  measuredCell: V;
  /** Measured E[h²] of the layer's output in that run (target 1), same kind as the constants. */
  measuredHidden: V;
  /** Share of the way to go, above 0 and at most 1; default 0.5. */
  damping?: number;
}

/** The next constants, and how far the last ones were off. */
export interface CalibrationStep<V extends number | Float64Array> {
  constants: NormPropVariances<V>;
  /** Largest |ln(measured/wanted)| over both constants and all units: near 0 when the constants reproduce themselves. */
  deviation: number;
}

/**
 * The next Var[c] and Var[h] from what a layer measured with the last ones.
 *
 * `V_c ← V_c (measured Var[c] / V_c)^d`, `V_h ← V_h (measured E[h²])^d`. The layer's h is already divided by √V_h, so the
 * measured E[h²] is the factor by which V_h was too small. The step is taken in the logarithm, so constants stay
 * positive. Without damping (d = 1) the iteration diverges for small gains: with other constants h changes the
 * pre-activations, and these change c and h again. Repeat until `deviation` is small, then freeze.
 *
 * @throws RangeError for a measurement that is not positive and finite (a layer that is not running), sizes that
 *   disagree, or a damping outside (0, 1]
 *
 * @example
 * calibrationStep({constants: {cellVariance: 1, hiddenVariance: 1}, measuredCell: 0.25, measuredHidden: 0.16})
 * // {constants: {cellVariance: 0.5, hiddenVariance: 0.4}, deviation: 1.83…}
 */
export function calibrationStep<V extends number | Float64Array>(
  args: CalibrationStepArgs<V>,
): CalibrationStep<V> {
  checkNames('calibrationStep', args, calibrationStepNames);
  const {constants, measuredCell, measuredHidden, damping = 0.5} = args;
  if (!(damping > 0 && damping <= 1)) {
    throw new RangeError(`damping: expected a number above 0 and at most 1, got ${damping}`);
  }
  let deviation = 0;
  const move = (name: string, constant: V, measured: V, wanted: (value: number) => number): V => {
    const [from, to] = [numbers(constant), numbers(measured)];
    if (from.length !== to.length || typeof constant !== typeof measured) {
      throw new RangeError(`${name}: expected ${from.length} values as in the constants, got ${to.length}`);
    }
    const next = from.map((value, k) => {
      const ratio = to[k] / wanted(value);
      if (!(ratio > 0 && Number.isFinite(ratio))) {
        throw new RangeError(`${name}: expected a positive, finite measurement, got ${to[k]}`);
      }
      deviation = Math.max(deviation, Math.abs(Math.log(ratio)));
      return value * ratio ** damping;
    });
    return (typeof constant === 'number' ? next[0] : next) as V;
  };
  const cellVariance = move('measuredCell', constants.cellVariance, measuredCell, (value) => value);
  const hiddenVariance = move('measuredHidden', constants.hiddenVariance, measuredHidden, () => 1);
  return {constants: {cellVariance, hiddenVariance}, deviation};
}

function numbers(value: number | Float64Array): Float64Array {
  return typeof value === 'number' ? Float64Array.of(value) : value;
}
