import type {LSTMModelOptions} from 'normprop-core';
import {NormalizedLSTMCell} from '../cells/NormalizedLSTMCell.js';
import type {ModelWeight} from '../cells/NormalizedLSTMCell.js';
import type {LSTMCellArgs} from '../cells/lstmCellArgs.js';
import {NormalizedLSTM} from '../layers/NormalizedLSTM.js';
import type {LSTMArgs} from '../layers/lstmLayerArgs.js';

/** One step of the baseline; see `lstmCell`. */
export class BaselineLSTMCell extends NormalizedLSTMCell {
  // tfjs has registered the name LSTMCell.
  static readonly className = 'BaselineLSTMCell';
  readonly model = 'lstm';

  protected override modelWeights(): ModelWeight[] {
    return [];
  }

  override modelOptions(): LSTMModelOptions {
    return {model: this.model};
  }
}

/** The baseline over a sequence; see `lstm`. */
export class BaselineLSTM extends NormalizedLSTM<BaselineLSTMCell> {
  static override readonly className = 'BaselineLSTM';

  constructor(args: LSTMArgs) {
    super(args, BaselineLSTMCell);
  }
}

/**
 * The baseline LSTM: `h_t = o_t ⊙ tanh(c_t)`, weights as stored.
 *
 * The same function as `tf.layers.lstm({recurrentActivation: 'sigmoid'})`, as one fused sequence op. Its defaults are
 * those of the paper: sigmoid, orthogonal weights per gate, forget bias 1 (tf.layers.lstm: hardSigmoid, glorotNormal, 0).
 *
 * @param args See `LSTMArgs`.
 * @throws For an option that does not exist or has a value out of range.
 *
 * Source: eq. 2-4 of the paper.
 */
export function lstm(args: LSTMArgs): BaselineLSTM {
  return new BaselineLSTM(args);
}

/** The cell of `lstm`, for `tf.layers.rnn({cell})` and `tf.layers.stackedRNNCells`. */
export function lstmCell(args: LSTMCellArgs): BaselineLSTMCell {
  return new BaselineLSTMCell(args);
}
