import {fill, tensor1d} from '@tensorflow/tfjs-core';
import type {serialization, Tensor, Tensor1D} from '@tensorflow/tfjs-core';
import type {LSTMModelOptions, NormPropVariances} from 'normprop-core';
import {NormalizedLSTMCell} from '../cells/NormalizedLSTMCell.js';
import type {CellOwner, ModelWeight} from '../cells/NormalizedLSTMCell.js';
import type {LSTMCellArgs} from '../cells/lstmCellArgs.js';
import {GateBias} from '../initializers/gateBias.js';
import {NormalizedLSTM} from '../layers/NormalizedLSTM.js';
import type {LSTMArgs} from '../layers/lstmLayerArgs.js';
import {checkPositive} from '../options/checkNumbers.js';
import {InitializerBase} from '../tfjs/classes.js';
import {checkVarianceMethod, layerVariances} from '../variance/layerVariances.js';
import type {LayerVarianceMethod} from '../variance/layerVariances.js';
import {cellGainNames, constantWeight, gainNames, gainSettings} from './gains.js';
import type {CellGainArgs, GainArgs} from './gains.js';

/** Options of `normPropLSTMCell`; the gains default to 2, 2 and 1. */
export interface NormPropLSTMCellArgs extends LSTMCellArgs, GainArgs, CellGainArgs {
  /**
   * How Var[c] and Var[h] are found; default `paper` (eq. 8 and 14). `meanField` counts in that h is correlated in time and
   * throws where no constants hold; `calibrated` starts as `paper` until `calibrate` has measured them.
   */
  varianceMethod?: LayerVarianceMethod;
  /** Variance of each component of x, for Var[c] and Var[h]; default 1, what the paper assumes. */
  inputVariance?: number;
}
/** Options of `normPropLSTM`. */
export type NormPropLSTMArgs = LSTMArgs<NormPropLSTMCellArgs>;

/** One step of Norm Prop; see `normPropLSTMCell`. */
export class NormPropLSTMCell extends NormalizedLSTMCell {
  static readonly className = 'NormPropLSTMCell';
  static override readonly ownOptions = [...gainNames, ...cellGainNames, 'varianceMethod', 'inputVariance'];
  readonly model = 'normProp';
  private readonly gains: {gammaX: number; gammaH: number; gammaC: number};
  private readonly scalarGammaC: boolean;
  private readonly varianceMethod: LayerVarianceMethod;
  private readonly inputVariance: number;

  constructor(args: NormPropLSTMCellArgs, owner?: CellOwner) {
    super(args, owner);
    this.gains = gainSettings<GainArgs & CellGainArgs>(args, {gammaX: 2, gammaH: 2, gammaC: 1});
    this.scalarGammaC = args.scalarGammaC ?? false;
    this.varianceMethod = args.varianceMethod ?? 'paper';
    this.inputVariance = args.inputVariance ?? 1;
    checkPositive('inputVariance', this.inputVariance);
    checkVarianceMethod(this.varianceMethod);
  }

  protected override modelWeights(): ModelWeight[] {
    const {units, gains} = this;
    // Found when a new layer is built, once for both; a loaded model brings its own.
    let found: NormPropVariances | undefined;
    const variances = (): NormPropVariances => (found ??= this.variances());
    return [
      constantWeight('gammaX', 4 * units, gains.gammaX),
      constantWeight('gammaH', 4 * units, gains.gammaH),
      constantWeight('gammaC', this.scalarGammaC ? 1 : units, gains.gammaC),
      {
        key: 'cellVariance',
        savedAs: 'cell_variance',
        shape: [units],
        initializer: new Values(() => variances().cellVariance),
        trainable: false,
      },
      {
        key: 'hiddenVariance',
        savedAs: 'hidden_variance',
        shape: [units],
        initializer: new Values(() => variances().hiddenVariance),
        trainable: false,
      },
    ];
  }

  override modelOptions(): LSTMModelOptions {
    return {
      model: this.model,
      cellVariance: this.variable('cellVariance').read() as Tensor1D,
      hiddenVariance: this.variable('hiddenVariance').read() as Tensor1D,
    };
  }

  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      ...this.gains,
      scalarGammaC: this.scalarGammaC,
      varianceMethod: this.varianceMethod,
      inputVariance: this.inputVariance,
    };
  }

  private variances(): NormPropVariances {
    const {gains, inputVariance, varianceMethod, bias, biasInitializer} = this;
    const settings = {...gains, inputVariance};
    if (bias === null) return layerVariances(settings, varianceMethod);
    if (biasInitializer instanceof GateBias && biasInitializer.othersAreZero) {
      return layerVariances({...settings, forgetBias: biasInitializer.forgetBias}, varianceMethod);
    }
    // Another initializer may give each unit its own bias.
    return layerVariances({...settings, bias: bias.read().dataSync()}, varianceMethod);
  }
}

class Values extends InitializerBase {
  constructor(private readonly values: () => number | ArrayLike<number>) {
    super();
  }

  override apply(shape: number[]): Tensor {
    const values = this.values();
    return typeof values === 'number' ? fill(shape, values) : tensor1d(Float32Array.from(values));
  }
}

/** Norm Prop over a sequence; see `normPropLSTM`. */
export class NormPropLSTM extends NormalizedLSTM<NormPropLSTMCell> {
  static override readonly className = 'NormPropLSTM';

  constructor(args: NormPropLSTMArgs) {
    super(args, NormPropLSTMCell);
  }
}

/**
 * The Norm Prop LSTM: an LSTM that keeps the variance of its hidden state near 1 by construction.
 *
 *     a_t = x_t·(γx ⊙ Wx/‖Wx column‖) + h_{t−1}·(γh ⊙ Wh/‖Wh column‖) + b
 *     h_t = o_t ⊙ tanh(γc ⊙ c_t/√Var[c]) / √Var[h]
 *
 * Var[c] and Var[h] come from `normPropVariances` (option `varianceMethod`) once, from the first gains and biases; they are saved with the
 * model as `cell_variance` and `hidden_variance`, are not trained and are not computed again on loading. There are no batch
 * statistics: training and inference are the same.
 *
 * @param args See `LSTMArgs`; `gammaX`, `gammaH`, `gammaC` default to 2, 2, 1 (the paper's for characters).
 * @throws For an option that does not exist or has a value out of range; when built, with `varianceMethod: 'meanField'` and
 *   gains for which no constants hold.
 *
 * Source: Laurent, Ballas & Vincent, eq. 15-17.
 *
 * @example
 * model.add(normPropLSTM({units: 256, inputShape: [null, 50]}));
 */
export function normPropLSTM(args: NormPropLSTMArgs): NormPropLSTM {
  return new NormPropLSTM(args);
}

/** The cell of `normPropLSTM`, for `tf.layers.rnn({cell})` and `tf.layers.stackedRNNCells`. */
export function normPropLSTMCell(args: NormPropLSTMCellArgs): NormPropLSTMCell {
  return new NormPropLSTMCell(args);
}
