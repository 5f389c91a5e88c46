import {fill, tensor1d, tidy} from '@tensorflow/tfjs-core';
import type {serialization, Tensor, Tensor1D} from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {differentiableVariances, normPropVariances, readNow} from 'normprop-core';
import type {
  CellPenalty,
  LSTMModelOptions,
  NormPropVariances,
  VarianceMethod,
  VarianceTensors,
} from 'normprop-core';
import {NormalizedLSTMCell} from '../cells/NormalizedLSTMCell.js';
import type {CellOwner, ModelWeight} from '../cells/NormalizedLSTMCell.js';
import type {LSTMCellArgs} from '../cells/lstmCellArgs.js';
import {GateBias} from '../initializers/gateBias.js';
import {NormalizedLSTM} from '../layers/NormalizedLSTM.js';
import type {LSTMArgs} from '../layers/lstmLayerArgs.js';
import {checkPositive} from '../options/checkNumbers.js';
import {InitializerBase, registerClass} from '../tfjs/classes.js';
import {checkVarianceMethod, layerVariances} from '../variance/layerVariances.js';
import {scaledVariances} from '../variance/scaledVariances.js';
import type {LayerVarianceMethod} from '../variance/layerVariances.js';
import {checkTracking} from '../variance/tracking.js';
import type {TrackingArgs} from '../variance/tracking.js';
import {cellPenaltyNames, penaltyWeight} from './cellPenaltyOptions.js';
import type {CellPenaltyArgs} from './cellPenaltyOptions.js';
import {cellGainNames, constantWeight, gainNames, gainSettings} from './gains.js';
import type {CellGainArgs, GainArgs} from './gains.js';
import {inputGain, normPropPreset} from './normPropPresets.js';
import type {NormPropPresetName} from './normPropPresets.js';

/** Options of `normPropLSTMCell`; the gains default to those of `normPropDefaults`. */
export interface NormPropLSTMCellArgs extends LSTMCellArgs, GainArgs, CellGainArgs, CellPenaltyArgs {
  /**
   * `'paper'`: the defaults are the paper's for characters, gains of 2, 2 and 1, the constants as printed and no `cellPenalty`.
   * An option that stands beside it is taken as given. A saved model holds what it came to, not the name.
   */
  preset?: NormPropPresetName;
  /**
   * How Var[c] and Var[h] are found; default `meanField`, which counts in that h is correlated in time and throws where no
   * constants hold. `paper`: eq. 8 and 14 as printed; `calibrated` starts as `paper` until `calibrate` has measured them.
   */
  varianceMethod?: LayerVarianceMethod;
  /** Variance of each component of x, for Var[c] and Var[h]; default 1, what the paper assumes. */
  inputVariance?: number;
}
/** Options of `normPropLSTM`. */
export type NormPropLSTMArgs = LSTMArgs<NormPropLSTMCellArgs> & {
  /** Compute Var[c] and Var[h] anew from the current gains and biases while training; default: they stay as they are. */
  tracking?: TrackingArgs;
};

/** One step of Norm Prop; see `normPropLSTMCell`. */
export class NormPropLSTMCell extends NormalizedLSTMCell {
  static readonly className = 'NormPropLSTMCell';
  static override readonly ownOptions = [
    ...gainNames,
    ...cellGainNames,
    ...cellPenaltyNames,
    'preset',
    'varianceMethod',
    'inputVariance',
    'tracking',
  ];
  readonly model = 'normProp';
  private readonly gains: {gammaH: number; gammaC: number};
  // Null: by the number of inputs.
  private readonly gammaX: number | null;
  private readonly scalarGammaC: boolean;
  private readonly penaltyWeight: number;
  private readonly varianceMethod: LayerVarianceMethod;
  private readonly inputVariance: number;
  private readonly tracking: TrackingArgs | null;
  // Training calls since the constants were computed, and the value of `tracked_calls` that says the same.
  private trackedCalls = 0;
  private trackedValue: object | null = null;
  // The constants of the running call, where its gradient goes through them.
  private differentiated: VarianceTensors | null = null;

  constructor(args: NormPropLSTMArgs, owner?: CellOwner) {
    super(args, owner);
    const {varianceMethod, cellPenalty, gammaX, ...gains} = normPropPreset(args.preset);
    this.gammaX = args.gammaX ?? gammaX;
    if (this.gammaX !== null) checkPositive('gammaX', this.gammaX);
    this.gains = gainSettings<CellGainArgs & Pick<GainArgs, 'gammaH'>>(args, gains);
    this.penaltyWeight = penaltyWeight(args, owner !== undefined, cellPenalty);
    this.scalarGammaC = args.scalarGammaC ?? false;
    this.varianceMethod = args.varianceMethod ?? varianceMethod;
    this.inputVariance = args.inputVariance ?? 1;
    checkPositive('inputVariance', this.inputVariance);
    checkVarianceMethod(this.varianceMethod);
    this.tracking = args.tracking ?? null;
    if (this.tracking !== null) checkTracking(this.tracking, this.varianceMethod, owner !== undefined);
  }

  override get cellPenalty(): CellPenalty | undefined {
    return this.penaltyWeight > 0 ? {weight: this.penaltyWeight} : undefined;
  }

  protected override modelWeights(inputs: number): ModelWeight[] {
    const {units} = this;
    const gains = {gammaX: this.gammaX ?? inputGain(inputs, units), ...this.gains};
    // Found when a new layer is built, once for both; a loaded model brings its own.
    let found: NormPropVariances | undefined;
    const variances = (): NormPropVariances => (found ??= this.variances(gains));
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
      ...(this.tracking === null ? [] : [trackedCallsWeight]),
    ];
  }

  protected override beginCall(training: boolean): void {
    this.differentiated = null;
    if (this.tracking === null || !training) return;
    const counter = this.variable('trackedCalls');
    const value = counter.read();
    // Only a value from elsewhere, a loaded model's, is read: reading waits for the device.
    if (value.dataId !== this.trackedValue) [this.trackedCalls] = readNow(value, 'tracking');
    this.trackedCalls = (this.trackedCalls + 1) % this.tracking.every;
    if (this.trackedCalls === 0) this.track(this.tracking.differentiate === true);
    tidy(() => void counter.write(tensor1d([this.trackedCalls])));
    this.trackedValue = counter.read().dataId;
  }

  override modelOptions(): LSTMModelOptions {
    const {differentiated} = this;
    this.differentiated = null; // they live no longer than the call
    if (differentiated !== null) return {model: this.model, ...differentiated};
    return {
      model: this.model,
      cellVariance: this.variable('cellVariance').read() as Tensor1D,
      hiddenVariance: this.variable('hiddenVariance').read() as Tensor1D,
    };
  }

  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      gammaX: this.gammaX,
      ...this.gains,
      scalarGammaC: this.scalarGammaC,
      cellPenalty: this.penaltyWeight,
      varianceMethod: this.varianceMethod,
      inputVariance: this.inputVariance,
      ...(this.tracking !== null && {tracking: {...this.tracking}}),
    };
  }

  /** Sets Var[c] and Var[h], one number for all units or one for each. */
  writeVariances(variances: NormPropVariances): void {
    tidy(() => {
      for (const key of ['cellVariance', 'hiddenVariance'] as const) {
        this.variable(key).write(asWeight(variances[key], [this.units]));
      }
    });
  }

  /** Computes the constants anew; where the gradient is to go through them, also as tensors for the running call. */
  private track(differentiate: boolean): void {
    if (!differentiate) return this.writeVariances(this.currentVariances());
    const weight = (key: string): Tensor1D => this.variable(key).read() as Tensor1D;
    this.differentiated = differentiableVariances({
      gammaX: weight('gammaX'),
      gammaH: weight('gammaH'),
      gammaC: weight('gammaC'),
      ...(this.bias !== null && {bias: weight('bias')}),
      inputVariance: this.inputVariance,
    });
    this.variable('cellVariance').write(this.differentiated.cellVariance);
    this.variable('hiddenVariance').write(this.differentiated.hiddenVariance);
  }

  /** Var[c] and Var[h] of the gains and biases as they are now. */
  private currentVariances(): NormPropVariances {
    const values = (key: string): Float32Array => readNow(this.variable(key).read(), 'tracking');
    const gammaC = values('gammaC');
    return normPropVariances({
      gammaX: values('gammaX'),
      gammaH: values('gammaH'),
      gammaC: this.scalarGammaC ? gammaC[0] : gammaC,
      ...(this.bias !== null && {bias: values('bias')}),
      inputVariance: this.inputVariance,
      cell: this.kind,
      varianceMethod: this.varianceMethod as VarianceMethod,
    });
  }

  private variances(gains: {gammaX: number; gammaH: number; gammaC: number}): NormPropVariances {
    const {inputVariance, varianceMethod, bias, biasInitializer} = this;
    const find = this.gammaX === null && varianceMethod === 'meanField' ? scaledVariances : layerVariances;
    const settings = {...gains, inputVariance, cell: this.kind};
    if (bias === null) return find(settings, varianceMethod);
    if (biasInitializer instanceof GateBias && biasInitializer.othersAreZero) {
      return find({...settings, forgetBias: biasInitializer.forgetBias}, varianceMethod);
    }
    // Another initializer may give each unit its own bias.
    return layerVariances({...settings, bias: readNow(bias.read(), 'biasInitializer')}, varianceMethod);
  }
}
registerClass(NormPropLSTMCell);

class Values extends InitializerBase {
  constructor(private readonly values: () => number | ArrayLike<number>) {
    super();
  }

  override apply(shape: number[]): Tensor {
    return asWeight(this.values(), shape);
  }
}

function asWeight(values: number | ArrayLike<number>, shape: number[]): Tensor {
  return typeof values === 'number' ? fill(shape, values) : tensor1d(Float32Array.from(values));
}

const trackedCallsWeight: ModelWeight = {
  key: 'trackedCalls',
  savedAs: 'tracked_calls',
  shape: [1],
  initializer: tfl.initializers.zeros(),
  trainable: false,
};

/** Norm Prop over a sequence; see `normPropLSTM`. */
export class NormPropLSTM extends NormalizedLSTM<NormPropLSTMCell> {
  static override readonly className = 'NormPropLSTM';

  constructor(args: NormPropLSTMArgs) {
    super(args, NormPropLSTMCell);
  }
}
registerClass(NormPropLSTM);

/**
 * The Norm Prop LSTM: an LSTM that keeps the variance of its hidden state near 1 by construction.
 *
 * Use it in place of `tf.layers.lstm` for text and other inputs of variance about 1, most of all where there is little data or many steps.
 * Behind it a dense layer for regression wants `kernelInitializer: 'zeros'`, and `adam` with unit-norm columns a rate that falls to nothing.
 * Do not use it where inputs have another variance that `inputVariance` does not say, or where h must be that of a plain LSTM.
 *
 *     a_t = x_t·(γx ⊙ Wx/‖Wx column‖) + h_{t−1}·(γh ⊙ Wh/‖Wh column‖) + b
 *     h_t = o_t ⊙ tanh(γc ⊙ c_t/√Var[c]) / √Var[h]
 *
 * Var[c] and Var[h] come from `normPropVariances` (option `varianceMethod`) once, from the first gains and biases; they are saved with the
 * model as `cell_variance` and `hidden_variance`, are not trained and are not computed again on loading. There are no batch
 * statistics: training and inference are the same.
 *
 * With `tracking: {every: N}` they are computed anew in every N-th training call from the gains and biases of that moment, per
 * unit, by the same method (the paper's future work); inference and a saved model use the last ones, and a loaded model goes
 * on counting where it was saved. `paper` costs milliseconds, `meanField` a second or more. Where `meanField` finds that no
 * constants hold, training uses the best there are. With `differentiate: true` (`paper` only) the gradient of such a
 * call goes through the constants to gains and biases.
 *
 * @param args See `LSTMArgs`; the first gains are, where none are given, γx .57·min(1, √(D/H)), γh .25, γc .5 (`normPropDefaults`).
 * @throws For an option that does not exist or has a value out of range; when built, with `meanField` and gains for which no
 *   constants hold; on `webgpu` also where the constants need values that are on the GPU (`tracking`, a `biasInitializer`
 *   whose values are not zeros).
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
