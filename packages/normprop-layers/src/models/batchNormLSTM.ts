import {cast, greater, max, ones, slice, tidy, zerosLike} from '@tensorflow/tfjs-core';
import type {serialization, Tensor1D, Tensor2D} from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import type {BatchStatistics, LSTMModelOptions} from 'normprop-core';
import {NormalizedLSTMCell} from '../cells/NormalizedLSTMCell.js';
import type {CellOwner, ModelWeight} from '../cells/NormalizedLSTMCell.js';
import type {LSTMCellArgs} from '../cells/lstmCellArgs.js';
import {NormalizedLSTM} from '../layers/NormalizedLSTM.js';
import type {LSTMArgs} from '../layers/lstmLayerArgs.js';
import {checkPositive, checkPositiveInteger, checkRate} from '../options/checkNumbers.js';
import type {ReestimatesStatistics} from '../statistics/reestimation.js';
import {runningRowsUpdater} from '../statistics/runningRowsUpdater.js';
import {registerClass} from '../tfjs/classes.js';
import {cellGainNames, constantWeight, gainNames, gainSettings} from './gains.js';
import type {CellGainArgs, GainArgs} from './gains.js';

/** Options of `batchNormLSTMCell`; the gains default to 0.1, the shifts to 0. */
export interface BatchNormLSTMCellArgs extends LSTMCellArgs, GainArgs, CellGainArgs {
  /** Give x·kernel a trained shift of its own; default false, since `bias` does the same. */
  trainableBetaX?: boolean;
  /** Added to the variances; default 1e-5. */
  epsilon?: number;
  /** Share of the old population statistics that an update keeps, once 1/(1 − momentum) batches are seen; default 0.9. */
  momentum?: number;
}
/** Options of `batchNormLSTM`. */
export type BatchNormLSTMArgs = LSTMArgs<BatchNormLSTMCellArgs> & {
  /** Time steps with statistics of their own; later ones use the last. Default 100. A lone cell has one row for all. */
  maxTimeSteps?: number;
};

const statisticNames = [
  ['meanX', 'population_mean_x'],
  ['varianceX', 'population_variance_x'],
  ['meanH', 'population_mean_h'],
  ['varianceH', 'population_variance_h'],
  ['meanC', 'population_mean_c'],
  ['varianceC', 'population_variance_c'],
] as const;

/** One step of Batch Norm; see `batchNormLSTMCell`. */
export class BatchNormLSTMCell extends NormalizedLSTMCell implements ReestimatesStatistics {
  static readonly className = 'BatchNormLSTMCell';
  static override readonly ownOptions = [
    ...gainNames,
    ...cellGainNames,
    'trainableBetaX',
    'epsilon',
    'momentum',
    'maxTimeSteps',
  ];
  readonly model = 'batchNorm';
  private readonly gains: {gammaX: number; gammaH: number; gammaC: number};
  private readonly scalarGammaC: boolean;
  private readonly trainableBetaX: boolean;
  private readonly epsilon: number;
  private readonly momentum: number;
  private readonly maxTimeSteps: number;
  private readonly inLayer: boolean;
  private reestimating = false;

  constructor(args: BatchNormLSTMArgs, owner?: CellOwner) {
    super(args, owner);
    this.gains = gainSettings<GainArgs & CellGainArgs>(args, {gammaX: 0.1, gammaH: 0.1, gammaC: 0.1});
    this.scalarGammaC = args.scalarGammaC ?? false;
    this.trainableBetaX = args.trainableBetaX ?? false;
    this.epsilon = args.epsilon ?? 1e-5;
    this.momentum = args.momentum ?? 0.9;
    this.inLayer = owner !== undefined;
    if (!this.inLayer && args.maxTimeSteps !== undefined) {
      throw new Error('maxTimeSteps: a lone cell does not see which time step it runs; use batchNormLSTM');
    }
    this.maxTimeSteps = args.maxTimeSteps ?? (this.inLayer ? 100 : 1);
    checkPositive('epsilon', this.epsilon);
    checkRate('momentum', this.momentum);
    checkPositiveInteger('maxTimeSteps', this.maxTimeSteps);
  }

  protected override modelWeights(): ModelWeight[] {
    const {units, gains, maxTimeSteps} = this;
    return [
      constantWeight('gammaX', 4 * units, gains.gammaX),
      constantWeight('gammaH', 4 * units, gains.gammaH),
      constantWeight('gammaC', this.scalarGammaC ? 1 : units, gains.gammaC),
      ...(this.trainableBetaX ? [constantWeight('betaX', 4 * units, 0)] : []),
      constantWeight('betaH', 4 * units, 0),
      constantWeight('betaC', units, 0),
      ...statisticNames.map(([key, savedAs]) => ({
        key,
        savedAs,
        shape: [maxTimeSteps, key.endsWith('C') ? units : 4 * units],
        initializer: key.startsWith('mean') ? tfl.initializers.zeros() : tfl.initializers.ones(),
        trainable: false,
      })),
      {
        key: 'updates',
        savedAs: 'population_updates',
        shape: [maxTimeSteps],
        initializer: tfl.initializers.zeros(),
        trainable: false,
      },
    ];
  }

  override modelOptions(): LSTMModelOptions {
    return {model: this.model, epsilon: this.epsilon};
  }

  protected override populationStatistics(training: boolean): BatchStatistics | undefined {
    if (training || this.reestimating) return undefined;
    return Object.fromEntries(
      statisticNames.map(([key]) => [key, this.variable(key).read()]),
    ) as unknown as BatchStatistics;
  }

  protected override observe(statistics: BatchStatistics | undefined, mask?: Tensor2D): void {
    if (statistics === undefined) return;
    tidy(() => {
      const steps = Math.min(statistics.meanX.shape[0], this.maxTimeSteps);
      const valid = mask
        ? cast(greater(max(slice(mask, [0, 0], [steps, -1]), 1), 0), 'float32')
        : ones([steps]);
      const {averages, updates} = runningRowsUpdater()(
        {
          averages: statisticNames.map(([key]) => this.variable(key).read() as Tensor2D),
          updates: this.variable('updates').read() as Tensor1D,
        },
        statisticNames.map(([key]) => statistics[key]),
        valid as Tensor1D,
        this.reestimating ? 1 : this.momentum,
      );
      statisticNames.forEach(([key], i) => this.variable(key).write(averages[i]));
      this.variable('updates').write(updates);
    });
  }

  beginReestimation(): void {
    this.reestimating = true;
    const updates = this.variable('updates');
    tidy(() => void updates.write(zerosLike(updates.read())));
  }

  endReestimation(): void {
    this.reestimating = false;
  }

  override getConfig(): serialization.ConfigDict {
    const {gains, scalarGammaC, trainableBetaX, epsilon, momentum, maxTimeSteps} = this;
    return {
      ...super.getConfig(),
      ...gains,
      scalarGammaC,
      trainableBetaX,
      epsilon,
      momentum,
      ...(this.inLayer && {maxTimeSteps}),
    };
  }
}
registerClass(BatchNormLSTMCell);

/** Batch Norm over a sequence; see `batchNormLSTM`. */
export class BatchNormLSTM extends NormalizedLSTM<BatchNormLSTMCell> {
  static override readonly className = 'BatchNormLSTM';

  constructor(args: BatchNormLSTMArgs) {
    super(args, BatchNormLSTMCell);
  }
}
registerClass(BatchNormLSTM);

/**
 * An LSTM with batch normalisation of x·kernel, h·recurrentKernel and the cell, at each time step by itself.
 *
 * Training uses the batch's statistics and keeps running averages of them, one row per time step up to `maxTimeSteps`;
 * inference uses those, and the last row for all later steps (also where training never came that far). With a mask only
 * the rows that are there count. `reestimateStatistics` measures the averages over a data set after training.
 *
 * @param args See `LSTMArgs`; `gammaX`, `gammaH`, `gammaC` default to 0.1; `maxTimeSteps` 100, `momentum` 0.9, `epsilon` 1e-5.
 * @throws For an option that does not exist or has a value out of range.
 *
 * Source: Cooijmans et al. 2016, eq. 1-4 and section 3. Differs: variances are the biased ones in training and inference.
 */
export function batchNormLSTM(args: BatchNormLSTMArgs): BatchNormLSTM {
  return new BatchNormLSTM(args);
}

/** The cell of `batchNormLSTM`; its population statistics are one row, averaged over all time steps. */
export function batchNormLSTMCell(args: BatchNormLSTMCellArgs): BatchNormLSTMCell {
  return new BatchNormLSTMCell(args);
}
