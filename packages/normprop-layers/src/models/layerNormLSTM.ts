import type {serialization} from '@tensorflow/tfjs-core';
import type {LSTMModelOptions} from 'normprop-core';
import {NormalizedLSTMCell} from '../cells/NormalizedLSTMCell.js';
import type {CellOwner, ModelWeight} from '../cells/NormalizedLSTMCell.js';
import type {LSTMCellArgs} from '../cells/lstmCellArgs.js';
import {NormalizedLSTM} from '../layers/NormalizedLSTM.js';
import type {LSTMArgs} from '../layers/lstmLayerArgs.js';
import {checkPositive} from '../options/checkNumbers.js';
import {registerClass} from '../tfjs/classes.js';
import {cellGainNames, constantWeight, gainNames, gainSettings} from './gains.js';
import type {CellGainArgs, GainArgs} from './gains.js';

/** Options of `layerNormLSTMCell`; the gains default to 1, the shifts to 0. */
export interface LayerNormLSTMCellArgs extends LSTMCellArgs, GainArgs, CellGainArgs {
  /** Normalise each gate's H pre-activations by themselves instead of all 4H together; default false. */
  perGate?: boolean;
  /** Added to the variances; default 1e-5. */
  epsilon?: number;
}
/** Options of `layerNormLSTM`. */
export type LayerNormLSTMArgs = LSTMArgs<LayerNormLSTMCellArgs>;

/** One step of Layer Norm; see `layerNormLSTMCell`. */
export class LayerNormLSTMCell extends NormalizedLSTMCell {
  static readonly className = 'LayerNormLSTMCell';
  static override readonly ownOptions = [...gainNames, ...cellGainNames, 'perGate', 'epsilon'];
  readonly model = 'layerNorm';
  private readonly gains: {gammaX: number; gammaH: number; gammaC: number};
  private readonly scalarGammaC: boolean;
  private readonly perGate: boolean;
  private readonly epsilon: number;

  constructor(args: LayerNormLSTMCellArgs, owner?: CellOwner) {
    super(args, owner);
    this.gains = gainSettings<GainArgs & CellGainArgs>(args, {gammaX: 1, gammaH: 1, gammaC: 1});
    this.scalarGammaC = args.scalarGammaC ?? false;
    this.perGate = args.perGate ?? false;
    this.epsilon = args.epsilon ?? 1e-5;
    checkPositive('epsilon', this.epsilon);
  }

  protected override modelWeights(): ModelWeight[] {
    const {units, gains} = this;
    return [
      constantWeight('gammaX', 4 * units, gains.gammaX),
      constantWeight('gammaH', 4 * units, gains.gammaH),
      constantWeight('gammaC', this.scalarGammaC ? 1 : units, gains.gammaC),
      constantWeight('betaX', 4 * units, 0),
      constantWeight('betaH', 4 * units, 0),
      constantWeight('betaC', units, 0),
    ];
  }

  override modelOptions(): LSTMModelOptions {
    const {model, perGate, epsilon} = this;
    return {model, perGate, epsilon};
  }

  override getConfig(): serialization.ConfigDict {
    const {gains, scalarGammaC, perGate, epsilon} = this;
    return {...super.getConfig(), ...gains, scalarGammaC, perGate, epsilon};
  }
}
registerClass(LayerNormLSTMCell);

/** Layer Norm over a sequence; see `layerNormLSTM`. */
export class LayerNormLSTM extends NormalizedLSTM<LayerNormLSTMCell> {
  static override readonly className = 'LayerNormLSTM';

  constructor(args: LayerNormLSTMArgs) {
    super(args, LayerNormLSTMCell);
  }
}
registerClass(LayerNormLSTM);

/**
 * An LSTM with layer normalisation of x·kernel, h·recurrentKernel and the cell, each with gain and shift.
 *
 * @param args See `LSTMArgs`; `gammaX`, `gammaH`, `gammaC` default to 1; `perGate`, `epsilon`.
 * @throws For an option that does not exist or has a value out of range.
 *
 * Source: Ba, Kiros & Hinton 2016, supplementary eq. 20-22 (joint over the four gates).
 */
export function layerNormLSTM(args: LayerNormLSTMArgs): LayerNormLSTM {
  return new LayerNormLSTM(args);
}

/** The cell of `layerNormLSTM`. */
export function layerNormLSTMCell(args: LayerNormLSTMCellArgs): LayerNormLSTMCell {
  return new LayerNormLSTMCell(args);
}
