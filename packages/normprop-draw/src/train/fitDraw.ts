import {dispose} from '@tensorflow/tfjs-core';
import {adam} from 'normprop-layers';
import type {ClippedAdam} from 'normprop-layers';
import {BoundMean} from '../bound/BoundMean.js';
import {evaluateDraw} from '../bound/evaluateDraw.js';
import {checkSeed, checkSizes} from '../check/checkNumbers.js';
import {checkOptions, type OptionNames} from '../check/checkOptions.js';
import {latentNoise} from '../latent/latentNoise.js';
import type {Draw} from '../model/Draw.js';
import {checkSource, tensorBatches, type ImageSource} from '../images/imageSource.js';
import type {BoundValues} from '../bound/BoundMean.js';
import {trainStep} from './trainStep.js';

/** One update, as it happened. */
export interface UpdateReport extends BoundValues {
  /** Updates so far, this one included. */
  update: number;
  /** From 0. */
  epoch: number;
}

/** One epoch: the mean over its updates, and the bound of the validation images. */
export interface EpochReport {
  epoch: number;
  train: BoundValues;
  valid?: BoundValues;
}

/** Options of `fitDraw`. */
export interface FitDrawOptions {
  epochs: number;
  /** Images of an update, when the images are a tensor; default 128. */
  batchSize?: number;
  /** Default: Adam with the paper's 1e-2, decayed by 1/(1 + 1e-3·updates), gradients clipped at norm 10. */
  optimizer?: ClippedAdam;
  /** Fixes noise and order; default 0. */
  seed?: number;
  /** Epoch to begin with, for a run that goes on; default 0. */
  initialEpoch?: number;
  /** Images whose bound is measured after each epoch. */
  validation?: ImageSource;
  /** Called after each update; training ends after the one for which it gives false. */
  onUpdate?: (report: UpdateReport) => void | boolean | Promise<void | boolean>;
  /** Called after each epoch; training ends if it gives false. */
  onEpoch?: (report: EpochReport) => void | boolean | Promise<void | boolean>;
}

const OPTIONS: OptionNames<FitDrawOptions> = {
  epochs: true,
  batchSize: true,
  optimizer: true,
  seed: true,
  initialEpoch: true,
  validation: true,
  onUpdate: true,
  onEpoch: true,
};

/**
 * Trains a network.
 *
 * The noise of an update is a function of the seed and the number of updates of the optimizer: the same seed and backend give the same weights to the
 * bit, also for a run that was stopped after an epoch and went on with the weights and the optimizer's.
 *
 * @param images [N,height,width,channels] with values in [0, 1], or the batches of each epoch, e.g. of normprop-datasets:
 *   `(epoch) => imageBatches(images, {batch: 128, shuffle: {seed: 1, epoch}})`.
 * @returns a report for each epoch.
 * @throws as `trainStep`; if there is no batch or a pixel is not in [0, 1].
 */
export async function fitDraw(
  model: Draw,
  images: ImageSource,
  options: FitDrawOptions,
): Promise<EpochReport[]> {
  checkOptions('fitDraw', options, OPTIONS);
  const {epochs, batchSize = 128, seed = 0, initialEpoch = 0, validation, onUpdate, onEpoch} = options;
  checkSizes({epochs, batchSize});
  checkSeed('seed', seed);
  if (!Number.isInteger(initialEpoch) || initialEpoch < 0) {
    throw new Error(`initialEpoch: expected an integer of at least 0, got ${initialEpoch}`);
  }
  await checkSource(images);
  const optimizer = options.optimizer ?? drawAdam();
  const reports: EpochReport[] = [];
  try {
    for (let epoch = initialEpoch; epoch < epochs; epoch++) {
      const sums = new BoundMean();
      let goOn = true;
      for (const batch of tensorBatches(images, {batchSize, epoch, shuffle: {seed}})) {
        const noise = latentNoise({
          ...model.config,
          seed: seed * 0x100000 + optimizer.iterations,
          images: batch.images.shape[0],
        });
        try {
          const values = await trainStep(model, batch.images, noise, optimizer);
          sums.add(values, 1);
          goOn = (await onUpdate?.({...values, update: optimizer.iterations, epoch})) !== false;
        } finally {
          dispose([batch.images, noise]);
        }
        if (!goOn) break;
      }
      if (sums.weight === 0) throw new Error(`images: epoch ${epoch} has no batch`);
      const valid = validation && (await evaluateDraw(model, validation, {batchSize}));
      const report: EpochReport = {epoch, train: sums.mean, ...(valid && {valid})};
      reports.push(report);
      if ((await onEpoch?.(report)) === false || !goOn) break;
    }
  } finally {
    if (options.optimizer === undefined) optimizer.dispose();
  }
  return reports;
}

/** The optimizer of the paper's DRAW: Adam at 1e-2 with inverse-time decay 1e-3, global norm clipped at 10. */
export function drawAdam(): ClippedAdam {
  return adam({learningRate: 1e-2, clipNorm: 10, decay: {kind: 'inverseTime', rate: 1e-3}});
}
