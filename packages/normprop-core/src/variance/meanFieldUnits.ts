import {meanFieldVariances} from './meanField/meanFieldVariances.js';
import type {MeanFieldUnit} from './meanField/meanFieldVariances.js';
import type {Stability} from './meanField/stability.js';
import {lookUp} from './table/lookUp.js';
import {unitKey} from './varianceArgs.js';
import type {UnitSettings} from './varianceArgs.js';

/** The mean field of a layer, unit by unit. */
export interface MeanFieldUnits extends Stability {
  units: MeanFieldUnit[];
  correlationTime: number;
  source: 'table' | 'solved';
}

/** The mean field of these units: from the shipped table when all are equal and it has them, else solved. */
export function meanFieldUnits(units: UnitSettings[]): MeanFieldUnits {
  const known = units.every((unit) => unitKey(unit) === unitKey(units[0])) ? lookUp(units[0]) : undefined;
  const state = known ?? meanFieldVariances(units);
  return {
    units: known ? units.map(() => known.units[0]) : state.units,
    correlationTime: state.correlationTime,
    sensitivity: state.sensitivity,
    stable: state.stable,
    ...(state.reason === undefined ? {} : {reason: state.reason}),
    source: known ? 'table' : 'solved',
  };
}
