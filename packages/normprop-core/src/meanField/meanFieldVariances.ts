import {paperVariances} from '../moments/paperVariances.js';
import {unitKey} from '../moments/varianceArgs.js';
import type {UnitSettings} from '../moments/varianceArgs.js';
import {amplitudeGain, trapBelow} from './amplitudeResponse.js';
import {CommonField} from './commonField.js';
import type {WeightedUnit} from './commonField.js';
import {NoisePool} from './noisePool.js';
import type {PathNoise} from './noisePool.js';
import {correlationTime, pathLength} from './pathLength.js';
import {meanWithError} from './meanWithError.js';
import {stability} from './stability.js';
import type {Stability} from './stability.js';
import {UnitProcess} from './unitProcess.js';
import type {UnitResponse} from './unitProcess.js';

/** How much the solver samples. */
export interface MeanFieldBudget {
  /** Passes, a multiple of 8; default 16. */
  passes?: number;
  /** Path steps of one pass; default 2^16. The error falls with the root of passes·samples; the defaults take half a second and give 0.2 to 0.7 %. */
  samples?: number;
}

/** Constants of one unit with their standard errors. */
export interface MeanFieldUnit {
  cellVariance: number;
  hiddenVariance: number;
  /** Standard error of `cellVariance`, relative. */
  cellError: number;
  /** Standard error of `hiddenVariance`, relative. */
  hiddenError: number;
}

/** The stationary state of an infinitely wide layer with E[h²] = 1. */
export interface MeanFieldState extends Stability {
  /** One entry per unit that was asked for. */
  units: MeanFieldUnit[];
  /** Σ ρ_k over the lags k of both signs, ρ the autocorrelation of h: the steps after which h has forgotten. */
  correlationTime: number;
  /** By how much a deviation of E[h²] is multiplied when it passes the recurrence, see `amplitudeGain`. */
  gain: number;
  /** A q < 1 below which h is caught, see `trapBelow`. */
  trap?: number;
}

const DEFAULT_PASSES = 16;
/** The passes are cut into this many runs, whose spread gives the error. */
const RUNS = 8;
const DEFAULT_SAMPLES = 2 ** 16;
/** Path steps of the coarse solution that the passes start from. */
const COARSE_SAMPLES = 2 ** 15;
/** Path steps for the stability: a difference on the same noise needs fewer. */
const GAIN_SAMPLES = 2 ** 15;
/** Path steps, 8 times, for each unit that is not in the common field. */
const UNIT_SAMPLES = 2 ** 13;
/** Different units in the common field at most; the others are solved in the field that these make. */
const REPRESENTATIVES = 16;
const SEED = 1;

/**
 * Var[c] and Var[h] that hold: the self-consistent stationary state of a Norm Prop LSTM with very many units.
 *
 * Inputs are N(0, inputVariance) without correlation in time; weights are random with unit norm columns. Then each
 * pre-activation is a Gaussian process whose autocovariance contains that of h, so the gates, g, c and h itself are
 * correlated in time, which eq. 8 and 14 leave out. The autocovariance R of h with R_0 = 1 that reproduces itself is found
 * on sample paths of a single unit (`UnitProcess`): first on few fixed paths by accelerated iteration, then by plain
 * iteration with other paths in each pass, whose average is as exact as a solution on the paths of all passes together.
 * The noise is seeded: the same answer each time. The error comes from the spread of 8 runs of passes.
 *
 * @param units settings, one entry per unit; when more than 16 are different, R is made by 16 of them that stand evenly in
 *   the order of eq. 8's Var[c]
 * @param budget how much to sample
 * @throws Error when the iteration does not converge; RangeError as `paperVariances`, and for a budget that is too small
 */
export function meanFieldVariances(
  units: UnitSettings[],
  {passes = DEFAULT_PASSES, samples = DEFAULT_SAMPLES}: MeanFieldBudget = {},
): MeanFieldState {
  if (!(passes >= RUNS && passes % RUNS === 0)) {
    throw new RangeError(`passes: expected a multiple of ${RUNS}, got ${passes}`);
  }
  if (!(samples >= COARSE_SAMPLES)) {
    throw new RangeError(`samples: expected at least ${COARSE_SAMPLES}, got ${samples}`);
  }
  const distinct = new Map(units.map((unit) => [unitKey(unit), unit]));
  const sample = representatives(units, distinct);
  const field = new CommonField(sample);
  const pool = new NoisePool(SEED);
  const draw = (length: number, steps: number) =>
    pool.draw(length, Math.max(16, 2 * Math.round(steps / length / 4 / Math.min(sample.length, 4))));

  const {length, start} = pathLength((trial, hidden) => field.solve(draw(trial, COARSE_SAMPLES), hidden));
  const {hidden, runs} = run(field, start, passes, () => draw(length, samples));
  const solved = new Map(sample.map(({unit}, k) => [unitKey(unit), summary(runs.map((pass) => pass[k]))]));
  const rest = [...distinct].filter(([key]) => !solved.has(key));
  const noises = Array.from({length: rest.length > 0 ? RUNS : 0}, () => draw(length, UNIT_SAMPLES));
  for (const [key, unit] of rest) {
    const process = new UnitProcess(unit);
    solved.set(key, summary(noises.map((noise) => process.respond(hidden, noise))));
  }
  const answer = field.frozenAnswer(hidden, draw(length, GAIN_SAMPLES));
  const gain = amplitudeGain(hidden, answer);
  const trap = trapBelow(hidden, answer);
  return {
    units: units.map((unit) => solved.get(unitKey(unit))!),
    correlationTime: correlationTime(hidden),
    gain,
    trap,
    ...stability(gain, trap),
  };
}

/** The passes with other noise each, after a quarter as many that are not counted: the mean of R, and the units' answers. */
function run(field: CommonField, start: Float64Array, passes: number, draw: () => PathNoise) {
  const mean = new Float64Array(start.length);
  const runs: UnitResponse[][] = [];
  let hidden = start;
  for (let pass = -Math.ceil(passes / 4); pass < passes; pass++) {
    const answer = field.respond(hidden, draw());
    // Half way: a pass with a rare large c would otherwise set off the next one.
    hidden = hidden.map((value, k) => (value + answer.hidden[k]) / 2);
    if (pass < 0) continue;
    runs.push(answer.responses);
    for (let k = 0; k < mean.length; k++) mean[k] += hidden[k] / passes;
  }
  return {hidden: mean, runs};
}

function summary(passes: UnitResponse[]): MeanFieldUnit {
  const cell = meanWithError(
    passes.map((pass) => pass.cellVariance),
    RUNS,
  );
  const hidden = meanWithError(
    passes.map((pass) => pass.hiddenVariance),
    RUNS,
  );
  return {
    cellVariance: cell.mean,
    hiddenVariance: hidden.mean,
    cellError: cell.error / cell.mean,
    hiddenError: hidden.error / hidden.mean,
  };
}

/** The units that make the common field, with their weights. */
function representatives(units: UnitSettings[], distinct: Map<string, UnitSettings>): WeightedUnit[] {
  // Also the place where settings without a variance throw.
  const order = new Map([...distinct].map(([key, unit]) => [key, paperVariances(unit).cellVariance]));
  if (distinct.size <= REPRESENTATIVES) {
    const counts = new Map<string, number>();
    for (const unit of units) counts.set(unitKey(unit), (counts.get(unitKey(unit)) ?? 0) + 1);
    return [...distinct].map(([key, unit]) => ({unit, weight: counts.get(key)!}));
  }
  const ordered = units.slice().sort((a, b) => order.get(unitKey(a))! - order.get(unitKey(b))!);
  return Array.from({length: REPRESENTATIVES}, (_, k) => ({
    unit: ordered[Math.floor(((k + 0.5) * units.length) / REPRESENTATIVES)],
    weight: 1,
  }));
}
