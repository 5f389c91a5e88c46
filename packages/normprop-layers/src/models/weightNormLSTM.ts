import type {serialization} from '@tensorflow/tfjs-core';
import type {CellPenalty, LSTMModelOptions} from 'normprop-core';
import {NormalizedLSTMCell} from '../cells/NormalizedLSTMCell.js';
import type {CellOwner, ModelWeight} from '../cells/NormalizedLSTMCell.js';
import type {LSTMCellArgs} from '../cells/lstmCellArgs.js';
import {NormalizedLSTM} from '../layers/NormalizedLSTM.js';
import type {LSTMArgs} from '../layers/lstmLayerArgs.js';
import {registerClass} from '../tfjs/classes.js';
import {cellTargetNames, penaltyConfig, targetedPenalty} from './cellPenaltyOptions.js';
import type {CellTargetArgs} from './cellPenaltyOptions.js';
import {constantWeight, gainNames, gainSettings} from './gains.js';
import type {GainArgs} from './gains.js';

/** Options of `weightNormLSTMCell`; the gains default to 1. */
export type WeightNormLSTMCellArgs = LSTMCellArgs & GainArgs & CellTargetArgs;
/** Options of `weightNormLSTM`. */
export type WeightNormLSTMArgs = LSTMArgs<WeightNormLSTMCellArgs>;

/** One step of Weight Norm; see `weightNormLSTMCell`. */
export class WeightNormLSTMCell extends NormalizedLSTMCell {
  static readonly className = 'WeightNormLSTMCell';
  static override readonly ownOptions: readonly string[] = [...gainNames, ...cellTargetNames];
  readonly model = 'weightNorm';
  private readonly penalty: CellPenalty | undefined;
  private readonly gains: {gammaX: number; gammaH: number};

  constructor(args: WeightNormLSTMCellArgs, owner?: CellOwner) {
    super(args, owner);
    this.gains = gainSettings<GainArgs>(args, {gammaX: 1, gammaH: 1});
    this.penalty = targetedPenalty(args, owner !== undefined);
  }

  override get cellPenalty(): CellPenalty | undefined {
    return this.penalty;
  }

  protected override modelWeights(): ModelWeight[] {
    return [
      constantWeight('gammaX', 4 * this.units, this.gains.gammaX),
      constantWeight('gammaH', 4 * this.units, this.gains.gammaH),
    ];
  }

  override modelOptions(): LSTMModelOptions {
    return {model: this.model};
  }

  override getConfig(): serialization.ConfigDict {
    return {...super.getConfig(), ...this.gains, ...penaltyConfig(this.penalty)};
  }
}
registerClass(WeightNormLSTMCell);

/** Weight Norm over a sequence; see `weightNormLSTM`. */
export class WeightNormLSTM extends NormalizedLSTM<WeightNormLSTMCell> {
  static override readonly className = 'WeightNormLSTM';

  constructor(args: WeightNormLSTMArgs) {
    super(args, WeightNormLSTMCell);
  }
}
registerClass(WeightNormLSTM);

/**
 * An LSTM with weight-normalised kernels: `γ ⊙ W/‖W column‖₂` in place of W, γ trained.
 *
 * @param args See `LSTMArgs`; `gammaX`, `gammaH` default to 1.
 * @throws For an option that does not exist or has a value out of range.
 *
 * Source: Salimans & Kingma 2016.
 */
export function weightNormLSTM(args: WeightNormLSTMArgs): WeightNormLSTM {
  return new WeightNormLSTM(args);
}

/** The cell of `weightNormLSTM`. */
export function weightNormLSTMCell(args: WeightNormLSTMCellArgs): WeightNormLSTMCell {
  return new WeightNormLSTMCell(args);
}
