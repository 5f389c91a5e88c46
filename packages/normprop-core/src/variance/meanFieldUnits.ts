import {stabilityAtWidth, widthExcess} from '../meanField/finiteWidth.js';
import {meanFieldVariances} from '../meanField/meanFieldVariances.js';
import type {MeanFieldUnit} from '../meanField/meanFieldVariances.js';
import type {Stability} from '../meanField/stability.js';
import {lookUp} from '../varianceTable/lookUp.js';
import {unitKey} from '../moments/varianceArgs.js';
import type {UnitSettings} from '../moments/varianceArgs.js';

/** The mean field of a layer, unit by unit. */
export interface MeanFieldUnits extends Stability {
  units: MeanFieldUnit[];
  correlationTime: number;
  widthExcess: number;
  source: 'table' | 'solved';
}

/**
 * The mean field of these units: from the shipped table when all are equal and it has them, else solved.
 *
 * @param width number of units of the real layer; very many when it is not given
 */
export function meanFieldUnits(units: UnitSettings[], width = Infinity): MeanFieldUnits {
  const known = units.every((unit) => unitKey(unit) === unitKey(units[0])) ? lookUp(units[0]) : undefined;
  const {correlationTime, ...state} = known ?? meanFieldVariances(units);
  const excess = widthExcess(units, correlationTime, state.sensitivity);
  const {sensitivity, stable, reason} = stabilityAtWidth(state, excess, width);
  return {
    units: known ? units.map(() => known.units[0]) : state.units,
    correlationTime,
    widthExcess: excess,
    sensitivity,
    stable,
    ...(reason === undefined ? {} : {reason}),
    source: known ? 'table' : 'solved',
  };
}
