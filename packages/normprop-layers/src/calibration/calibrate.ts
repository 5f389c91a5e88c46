import type {LayersModel, layers} from '@tensorflow/tfjs-layers';
import {calibrationStep} from 'normprop-core';
import type {NormPropVariances} from 'normprop-core';
import type {BatchSource} from '../batches/forEachBatch.js';
import {NormPropLSTMCell} from '../models/normPropLSTM.js';
import {checkPositive, checkPositiveInteger} from '../options/checkNumbers.js';
import {checkOptions} from '../options/checkOptions.js';
import {findInside} from '../tfjs/findInside.js';
import {measureStates} from './measureStates.js';
import type {UnitMoments} from './SecondMoments.js';

/** Options of `calibrate`. */
export interface CalibrateArgs {
  /** Measure each unit by itself instead of all together; default false. It wants more data: some thousand steps. */
  perUnit?: boolean;
  /** Passes over the data at most; default 20. */
  iterations?: number;
  /** Share of the way to the measured constants that a pass goes, in (0,1]; default 0.5. Halved when it proves too long. */
  damping?: number;
  /** Largest relative distance of E[h²] from 1, and of E[c²] from Var[c], at which it is done; default 0.02. */
  tolerance?: number;
  /** For tensors: rows per batch; default 32. */
  batchSize?: number;
}

/** How a calibration went. */
export interface Calibration {
  /** Passes over the data. */
  iterations: number;
  /** Largest relative distance that the last pass measured, before it moved the constants once more. */
  deviation: number;
}

/**
 * Measures Var[c] and Var[h] of all `normPropLSTM` layers and cells of a model on data, and fixes them.
 *
 * Each pass runs the model as at inference, with its masks and initial states, measures E[c²] and E[h²] over all steps and
 * sequences, and moves the constants with damping, `V_c ← V_c (E[c²]/V_c)^d`, `V_h ← V_h E[h²]^d` (`calibrationStep`), since h
 * acts back on c and h; until E[h²] = 1 and E[c²] = Var[c]. All layers are moved together. The constants are saved with the model
 * and stay as they are from then on. Steps from a state of zeros count too, so short sequences get other constants than long ones.
 *
 * A lone cell in `tf.layers.rnn` does not see the mask, so padding counts there.
 *
 * A layer with large gains is chaotic: there the measurements scatter with every change of the constants, and the tolerance
 * must allow for the size of the data (1000 sequence steps and 100 units scatter by about 2 %, a single unit by more).
 *
 * One pass as in data-dependent initialisation: `{iterations: 1, damping: 1, tolerance: Infinity}`.
 *
 * @param target A model, or a layer whose inputs the data are; wrappers and nested models are looked into.
 * @param data As for `reestimateStatistics`; it is read once a pass, so no generator that runs once.
 * @throws If there is no such layer or no data, the data cannot be read again, or the iteration does not settle (the
 *   constants then are what they were before).
 *
 * @example
 * await calibrate(model, x);
 */
export async function calibrate(
  target: LayersModel | layers.Layer,
  data: BatchSource,
  args: CalibrateArgs = {},
): Promise<Calibration> {
  checkOptions('calibrate', args, ['perUnit', 'iterations', 'damping', 'tolerance', 'batchSize']);
  const {perUnit = false, iterations = 20, damping = 0.5, tolerance = 0.02, batchSize = 32} = args;
  checkPositiveInteger('iterations', iterations);
  checkPositiveInteger('batchSize', batchSize);
  if (tolerance !== Infinity) checkPositive('tolerance', tolerance);
  const cells = findInside(target, isNormPropCell);
  if (cells.length === 0) {
    throw new Error(
      'target: expected a normPropLSTM layer in it that is built (by apply, build() or a model), found none',
    );
  }
  const read = (): Promise<NormPropVariances[]> => Promise.all(cells.map((cell) => constantsOf(cell)));
  const first = await read();
  let constants: NormPropVariances[] = perUnit ? first : first.map(averaged);
  const dampings = cells.map(() => damping);
  let last = cells.map(() => Infinity);
  let batches: number | undefined;
  try {
    for (let pass = 1; pass <= iterations; pass++) {
      cells.forEach((cell, k) => cell.writeVariances(constants[k]));
      const measured = await measureStates(target, data, batchSize, cells);
      checkBatches(measured.batches, (batches ??= measured.batches));
      const moved = constants.map((before, k) => next(before, measured.moments[k], dampings[k]));
      constants = moved.map((one) => one.constants);
      const deviations = moved.map((one) => Math.expm1(one.deviation));
      const deviation = Math.max(...deviations);
      if (deviation <= tolerance) {
        cells.forEach((cell, k) => cell.writeVariances(constants[k]));
        return {iterations: pass, deviation};
      }
      // Overshot: h answers more strongly to the constants than the step assumes, or the states are chaotic and the
      // measurements scatter, which shorter steps average.
      deviations.forEach((value, k) => (dampings[k] /= value > last[k] ? 2 : 1));
      last = deviations;
    }
    throw new Error(
      `calibrate: after ${iterations} iterations E[h²] or E[c²] is still ${(100 * Math.max(...last)).toFixed(1)} % off (tolerance ` +
        `${100 * tolerance} %); give more data or iterations, a larger tolerance, or the layer other gains`,
    );
  } catch (error) {
    cells.forEach((cell, k) => cell.writeVariances(first[k]));
    throw error;
  }
}

function isNormPropCell(value: unknown): value is NormPropLSTMCell {
  return value instanceof NormPropLSTMCell;
}

/** One step of every unit, or of all units together where the constants are numbers. */
function next(constants: NormPropVariances, {cell, hidden}: UnitMoments, damping: number) {
  return typeof constants.cellVariance === 'number'
    ? calibrationStep({
        constants: constants as NormPropVariances<number>,
        measuredCell: mean(cell),
        measuredHidden: mean(hidden),
        damping,
      })
    : calibrationStep({
        constants: constants as NormPropVariances<Float64Array>,
        measuredCell: cell,
        measuredHidden: hidden,
        damping,
      });
}

function checkBatches(found: number, before: number): void {
  if (before === 0) throw new Error('data: expected at least one batch, got none');
  if (found === before) return;
  throw new Error(
    `data: expected the same ${before} batches in each iteration, got ${found}; give tensors, an array or a data set that ` +
      'can be read again',
  );
}

async function constantsOf(cell: NormPropLSTMCell): Promise<NormPropVariances<Float64Array>> {
  const values = async (key: string) => Float64Array.from(await cell.variable(key).read().data());
  return {cellVariance: await values('cellVariance'), hiddenVariance: await values('hiddenVariance')};
}

function averaged(perUnit: NormPropVariances): NormPropVariances<number> {
  const {cellVariance, hiddenVariance} = perUnit as NormPropVariances<Float64Array>;
  return {cellVariance: mean(cellVariance), hiddenVariance: mean(hiddenVariance)};
}

function mean(values: Float64Array): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
