import type {MeanFieldState} from '../meanField/meanFieldVariances.js';
import {stability} from '../meanField/stability.js';
import type {UnitSettings} from '../moments/varianceArgs.js';
import {VARIANCE_TABLE} from './varianceTable.js';
import type {VarianceTableEntry} from './varianceTableEntry.js';

/**
 * The mean field of a layer of equal units, when the shipped table has it.
 *
 * The table holds the standard cell, gates with equal gains and no bias but the forget gate's. Signs of the gains do not matter, and inputs of
 * variance v with γx are inputs of variance 1 with γx·√v.
 *
 * @returns the state with one unit, or undefined
 */
export function lookUp(unit: UnitSettings): MeanFieldState | undefined {
  const {gammaX, gammaH, gammaC, bias, inputVariance, preserving} = unit;
  if (preserving) return undefined;
  const equal = (values: readonly number[]) =>
    values.every((value) => Math.abs(value) === Math.abs(values[0]));
  if (!equal(gammaX) || !equal(gammaH) || bias[0] !== 0 || bias[2] !== 0 || bias[3] !== 0) return undefined;
  const wanted = [
    Math.abs(gammaX[0]) * Math.sqrt(inputVariance),
    Math.abs(gammaH[0]),
    Math.abs(gammaC),
    bias[1],
  ];
  const row = VARIANCE_TABLE.find((entry) => wanted.every((value, k) => Math.abs(value - entry[k]) < 1e-9));
  return row && entryState(row);
}

/** The state that a row of the table describes. */
export function entryState(row: VarianceTableEntry): MeanFieldState {
  const [, , , , cellVariance, hiddenVariance, cellError, hiddenError, gain, trap, correlationTime] = row;
  return {
    units: [{cellVariance, hiddenVariance, cellError, hiddenError}],
    correlationTime,
    gain,
    trap: trap || undefined,
    ...stability(gain, trap || undefined),
  };
}
