import {normPropVariances} from 'normprop-core';
import type {VarianceMethod} from 'normprop-core';

/** The ways to find the constants, as normprop-core has them. */
export const varianceMethods = Object.keys({
  paper: true,
  meanField: true,
} satisfies Record<VarianceMethod, true>) as VarianceMethod[];

/** The values of each setting; a table holds every combination. */
export interface VarianceGrid {
  gammaX: readonly number[];
  gammaH: readonly number[];
  gammaC: readonly number[];
  forgetBias: readonly number[];
  inputVariance: number;
  /** Units of the layer, for `stable`; very many when it is not given. */
  width?: number;
  method: readonly VarianceMethod[];
}

/** The settings of the table that normprop-core ships. */
export const shippedGrid: VarianceGrid = {
  gammaX: [0.5, 1, 2, 3],
  gammaH: [0.5, 1, 2, 3],
  gammaC: [0.5, 1, 2],
  forgetBias: [0, 1, 2],
  inputVariance: 1,
  method: varianceMethods,
};

/** Settings and their constants; `null` where the method does not give the figure. */
export interface VarianceRow {
  gammaX: number;
  gammaH: number;
  gammaC: number;
  forgetBias: number;
  inputVariance: number;
  method: VarianceMethod;
  cellVariance: number | null;
  hiddenVariance: number | null;
  /** Relative standard errors of the two. */
  cellError: number | null;
  hiddenError: number | null;
  /** Whether E[h²] stays near 1 with these constants; only `meanField` knows. */
  stable: boolean | null;
  /** Why not, or why there are no constants. */
  reason: string | null;
  /** Whether normprop-core's table had the row. */
  source: 'formula' | 'table' | 'solved';
}

/**
 * The constants for every combination of the grid, row by row: `meanField` takes about a second for each that is not in
 * the shipped table.
 */
export function* varianceRows(grid: VarianceGrid): Generator<VarianceRow> {
  const {inputVariance, width} = grid;
  for (const gammaX of grid.gammaX)
    for (const gammaH of grid.gammaH)
      for (const gammaC of grid.gammaC)
        for (const forgetBias of grid.forgetBias)
          for (const method of grid.method)
            yield varianceRow({gammaX, gammaH, gammaC, forgetBias, inputVariance, method}, width);
}

type Settings = Pick<VarianceRow, 'gammaX' | 'gammaH' | 'gammaC' | 'forgetBias' | 'inputVariance' | 'method'>;

function varianceRow({method, ...numbers}: Settings, width?: number): VarianceRow {
  const nothing = {cellError: null, hiddenError: null, stable: null, reason: null};
  const settings = {...numbers, method};
  try {
    if (method === 'paper')
      return {
        ...settings,
        ...nothing,
        ...normPropVariances({...numbers, varianceMethod: method}),
        source: 'formula',
      };
    const {cellVariance, hiddenVariance, error, stable, reason, source} = normPropVariances({
      ...numbers,
      width,
      varianceMethod: method,
    });
    const {cellVariance: cellError, hiddenVariance: hiddenError} = error;
    return {
      ...settings,
      ...{cellVariance, hiddenVariance, cellError, hiddenError, stable},
      reason: reason ?? null,
      source,
    };
  } catch (error) {
    // Settings without an answer are a row of the table like the others.
    const reason = (error as Error).message;
    const source = method === 'paper' ? 'formula' : 'solved';
    return {...settings, ...nothing, cellVariance: null, hiddenVariance: null, reason, source};
  }
}
