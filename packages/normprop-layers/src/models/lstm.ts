import type {serialization} from '@tensorflow/tfjs-core';
import type {CellPenalty, LSTMModelOptions, RecurrentActivation} from 'normprop-core';
import {NormalizedLSTMCell} from '../cells/NormalizedLSTMCell.js';
import type {CellOwner, ModelWeight} from '../cells/NormalizedLSTMCell.js';
import type {LSTMCellArgs} from '../cells/lstmCellArgs.js';
import {NormalizedLSTM} from '../layers/NormalizedLSTM.js';
import type {LSTMArgs} from '../layers/lstmLayerArgs.js';
import {registerClass} from '../tfjs/classes.js';
import {cellTargetNames, penaltyConfig, targetedPenalty} from './cellPenaltyOptions.js';
import type {CellTargetArgs} from './cellPenaltyOptions.js';

/** Options of `lstmCell`. */
export type BaselineLSTMCellArgs = LSTMCellArgs & CellTargetArgs;
/** Options of `lstm`. */
export type BaselineLSTMArgs = LSTMArgs<BaselineLSTMCellArgs>;

/** One step of the baseline; see `lstmCell`. */
export class BaselineLSTMCell extends NormalizedLSTMCell {
  // tfjs has registered the name LSTMCell.
  static readonly className = 'BaselineLSTMCell';
  static override readonly ownOptions: readonly string[] = cellTargetNames;
  static override readonly gateActivations: readonly RecurrentActivation[] = ['sigmoid', 'hardSigmoid'];
  readonly model = 'lstm';
  private readonly penalty: CellPenalty | undefined;

  constructor(args: BaselineLSTMCellArgs, owner?: CellOwner) {
    super(args, owner);
    this.penalty = targetedPenalty(args, owner !== undefined);
  }

  override get cellPenalty(): CellPenalty | undefined {
    return this.penalty;
  }

  protected override modelWeights(): ModelWeight[] {
    return [];
  }

  override modelOptions(): LSTMModelOptions {
    return {model: this.model};
  }

  override getConfig(): serialization.ConfigDict {
    return {...super.getConfig(), ...penaltyConfig(this.penalty)};
  }
}
registerClass(BaselineLSTMCell);

/** The baseline over a sequence; see `lstm`. */
export class BaselineLSTM extends NormalizedLSTM<BaselineLSTMCell> {
  static override readonly className = 'BaselineLSTM';

  constructor(args: BaselineLSTMArgs) {
    super(args, BaselineLSTMCell);
  }
}
registerClass(BaselineLSTM);

/**
 * The baseline LSTM: `h_t = o_t ⊙ tanh(c_t)`, weights as stored.
 *
 * The same function as `tf.layers.lstm` with the same `recurrentActivation`, as one fused sequence op. Its defaults are
 * those of the paper: sigmoid, orthogonal weights per gate, forget bias 1 (tf.layers.lstm: hardSigmoid, glorotNormal, 0).
 *
 * @param args See `LSTMArgs`.
 * @throws For an option that does not exist or has a value out of range.
 *
 * Source: eq. 2-4 of the paper.
 */
export function lstm(args: BaselineLSTMArgs): BaselineLSTM {
  return new BaselineLSTM(args);
}

/** The cell of `lstm`, for `tf.layers.rnn({cell})` and `tf.layers.stackedRNNCells`. */
export function lstmCell(args: BaselineLSTMCellArgs): BaselineLSTMCell {
  return new BaselineLSTMCell(args);
}
