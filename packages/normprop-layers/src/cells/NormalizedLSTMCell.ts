import {div, expandDims, mul, tidy} from '@tensorflow/tfjs-core';
import type {serialization, Tensor, Tensor1D, Tensor2D, Tensor3D, Variable} from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {lstmStep} from 'normprop-core';
import type {
  BatchStatistics,
  CellKind,
  CellPenalty,
  LSTMModelOptions,
  LSTMWeights,
  RecurrentActivation,
  RecurrentModel,
} from 'normprop-core';
import {setWeightRole} from '../constraints/weightRoles.js';
import type {WeightRole} from '../constraints/weightRoles.js';
import {orthogonal} from '../initializers/orthogonal.js';
import {checkActivation} from '../options/checkActivation.js';
import {checkPositive, checkPositiveInteger, checkRate, checkSeed} from '../options/checkNumbers.js';
import {checkOptions} from '../options/checkOptions.js';
import {MaskStream} from '../random/MaskStream.js';
import type {Constraint, Initializer, Regularizer} from '../tfjs/classes.js';
import {resolveConstraint, resolveInitializer, resolveRegularizer, serialize} from '../tfjs/resolve.js';
import type {Identifier} from '../tfjs/resolve.js';
import {biasInitializerFor} from './biasInitializerFor.js';
import {checkLoneCell} from './checkLoneCell.js';
import {cellArgNames, layerArgNames} from './lstmCellArgs.js';
import type {LSTMCellArgs} from './lstmCellArgs.js';

/** A weight that a model has beside kernel, recurrent kernel and bias. */
export interface ModelWeight {
  /** Its name in code. */
  key: string;
  /** Its name in a saved model. */
  savedAs: string;
  shape: number[];
  initializer: Initializer;
  /** Default true. */
  trainable?: boolean;
}

/** The sequence layer that a cell belongs to, if any: it does what a lone cell cannot. */
export interface CellOwner {
  goBackwards: boolean;
}

/** Masks and rates of one call, for `lstmSequence` (R = 3) or `lstmStep` (R = 2). */
export interface Noise<T extends Tensor = Tensor> {
  candidateDropoutMask?: T;
  zoneoutCell?: number | T;
  zoneoutHidden?: number | T;
}

/** One call of a cell, or of a sequence layer on its cell; its tensors belong to the caller's tidy. */
export interface CellCall {
  weights: LSTMWeights;
  /** Which model, and its constants: what `prepareWeights` takes beside the weights. */
  model: LSTMModelOptions;
  /** What `lstmSequence` and `lstmStep` take beside the model and masks, whether the weights are prepared or not. */
  options: {
    cell: CellKind;
    recurrentActivation: RecurrentActivation;
    populationStatistics?: BatchStatistics;
  };
  /**
   * Masks of the shape [T,B,H] or [B,H]: random ones in training, the zoneout rates at inference. Each call draws new ones,
   * after those that the caller has drawn from `masks`: the order is part of what a seed means.
   */
  noise<T extends Tensor = Tensor>(shape: number[]): Noise<T>;
  /** Takes in the statistics that the recurrence returned, with the mask [T,B] in the order of computation. */
  end(statistics?: BatchStatistics, mask?: Tensor2D): void;
}

/** h and c of every step of a call, [T,B,H] or [B,T,H], and which rows are real, [T,B] or [B,T], where there is a mask. */
export interface States {
  outputs: Tensor3D;
  cells: Tensor3D;
  mask?: Tensor2D;
}

/**
 * What the five cells share: weights, checks, masks, one step of the recurrence (`lstmStep`), config.
 *
 * A model's own class states its weights (`modelWeights`) and its choice (`model`, `modelOptions`).
 */
export abstract class NormalizedLSTMCell extends tfl.layers.RNNCell {
  /** Options of this model beside the shared ones. */
  static readonly ownOptions: readonly string[] = [];
  /** Activations of i, f and o that this model has, the default first. */
  static readonly gateActivations: readonly RecurrentActivation[] = ['sigmoid'];

  /** Which of the five models this is. */
  abstract readonly model: RecurrentModel;
  readonly units: number;
  override readonly stateSize: number[];
  /** Of i, f and o. */
  readonly recurrentActivation: RecurrentActivation;
  /** How i ⊙ g enters the new cell. */
  readonly kind: CellKind;
  readonly useBias: boolean;
  readonly biasInitializer: Initializer;
  readonly candidateDropout: number;
  readonly zoneoutCell: number;
  readonly zoneoutHidden: number;
  /** s, by which what follows sees h multiplied. */
  readonly outputScale: number;
  readonly seed: number | null;
  /** What tfjs's option of this name said; both mean the same here. */
  readonly implementation: number;
  /** Source of all masks. */
  readonly masks: MaskStream;
  /** While set, sees the states of every call that is not training. */
  probe: ((states: States) => void) | null = null;
  private readonly kernelInitializer: Initializer;
  private readonly recurrentInitializer: Initializer;
  private readonly regularizers: Record<'kernel' | 'recurrent' | 'bias', Regularizer | null>;
  private readonly constraints: Record<'kernel' | 'recurrent' | 'bias', Constraint | null>;
  private readonly variables = new Map<string, tfl.LayerVariable>();

  /**
   * @param args See `LSTMCellArgs`.
   * @param owner The sequence layer, when one makes this cell for itself.
   * @throws For an option that does not exist, cannot work in a lone cell, or has a value out of range.
   */
  constructor(args: LSTMCellArgs, owner?: CellOwner) {
    const {className, ownOptions, gateActivations} = new.target as unknown as {
      className: string;
      ownOptions: readonly string[];
      gateActivations: readonly RecurrentActivation[];
    };
    if (owner === undefined) checkLoneCell(className, args);
    checkOptions(className, args, [...layerArgNames, ...cellArgNames, ...ownOptions]);
    checkPositiveInteger('units', args.units);
    super(args);
    checkActivation('activation', args.activation, ['tanh']);
    const option = 'recurrentActivation';
    this.recurrentActivation = checkActivation(option, args.recurrentActivation, gateActivations);
    this.implementation = args.implementation ?? 2;
    if (this.implementation !== 1 && this.implementation !== 2) {
      throw new Error(`implementation: expected 1 or 2, got ${String(this.implementation)}`);
    }
    const {candidateDropout, zoneoutCell, zoneoutHidden, seed} = args;
    this.units = args.units;
    this.stateSize = [args.units, args.units];
    this.kind = cellKind(args.cell);
    this.useBias = args.useBias ?? true;
    this.candidateDropout = candidateDropout ?? 0;
    this.zoneoutCell = zoneoutCell ?? 0;
    this.zoneoutHidden = zoneoutHidden ?? 0;
    this.outputScale = args.outputScale ?? 1;
    this.seed = seed ?? null;
    checkPositive('outputScale', this.outputScale);
    checkSeed(this.seed);
    checkRate('candidateDropout', this.candidateDropout);
    checkRate('zoneoutCell', this.zoneoutCell);
    checkRate('zoneoutHidden', this.zoneoutHidden);
    // Both directions of a bidirectional layer have the same seed.
    this.masks = new MaskStream(this.seed, owner?.goBackwards ? 1 : 0);

    this.kernelInitializer = matrixInitializer(args.kernelInitializer, this.seed);
    this.recurrentInitializer = matrixInitializer(
      args.recurrentInitializer,
      this.seed === null ? null : this.seed + 1,
    );
    this.biasInitializer = biasInitializerFor(args);
    this.regularizers = {
      kernel: resolveRegularizer(args.kernelRegularizer),
      recurrent: resolveRegularizer(args.recurrentRegularizer),
      bias: resolveRegularizer(args.biasRegularizer),
    };
    this.constraints = {
      kernel: resolveConstraint(args.kernelConstraint),
      recurrent: resolveConstraint(args.recurrentConstraint),
      bias: resolveConstraint(args.biasConstraint),
    };
  }

  /**
   * The weights beside kernel, recurrent kernel and bias, in the order in which they are saved.
   *
   * @param inputs D.
   */
  protected abstract modelWeights(inputs: number): ModelWeight[];

  /** The choice of this model in the recurrence. */
  abstract modelOptions(): LSTMModelOptions;

  /** What a sequence layer adds to the loss in training; undefined for nothing. */
  get cellPenalty(): CellPenalty | undefined {
    return undefined;
  }

  /**
   * Begins a call: what the recurrence is to be run with, in training or at inference.
   *
   * @param drawsMasks Whether a training call draws masks, by the cell's own options or the caller's; default by the cell's.
   */
  begin(training: boolean, drawsMasks = this.isNoisy): CellCall {
    if (training && drawsMasks) this.masks.nextCall();
    this.beginCall(training);
    const populationStatistics = this.populationStatistics(training);
    return {
      weights: this.coreWeights(),
      model: this.modelOptions(),
      options: {
        cell: this.kind,
        recurrentActivation: this.recurrentActivation,
        ...(populationStatistics && {populationStatistics}),
      },
      noise: <T extends Tensor>(shape: number[]) => this.noise(shape, training) as Noise<T>,
      end: (statistics, mask) => this.observe(statistics, mask),
    };
  }

  /** Statistics to use instead of the batch's; only Batch Norm has them. */
  protected populationStatistics(_training: boolean): BatchStatistics | undefined {
    return undefined;
  }

  /** Called before each call of a layer; only Norm Prop with `tracking` has something to do then. */
  protected beginCall(_training: boolean): void {}

  /** Takes in the statistics of a training batch; only Batch Norm does. */
  protected observe(_statistics: BatchStatistics | undefined, _mask?: Tensor2D): void {}

  /** Input weights [D,4H]. */
  get kernel(): tfl.LayerVariable {
    return this.variable('kernel');
  }

  /** Recurrent weights [H,4H]. */
  get recurrentKernel(): tfl.LayerVariable {
    return this.variable('recurrentKernel');
  }

  /** Bias [4H], or null without one. */
  get bias(): tfl.LayerVariable | null {
    return this.variables.get('bias') ?? null;
  }

  /** A weight by its name in code. */
  variable(key: string): tfl.LayerVariable {
    const variable = this.variables.get(key);
    if (variable === undefined) throw new Error(`${this.name}: no weight '${key}'; it is made by build()`);
    return variable;
  }

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    const shape = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as tfl.Shape;
    const inputs = shape[shape.length - 1];
    if (inputs == null) {
      throw new Error(
        `${this.name}: the last dimension of the input must be known, got [${shape.join(',')}]`,
      );
    }
    const H = this.units;
    const {regularizers, constraints} = this;
    const add = (
      {key, savedAs, shape: size, initializer, trainable = true}: ModelWeight,
      gate?: 'kernel' | 'recurrent' | 'bias',
    ): void => {
      const [regularizer, constraint] = gate ? [regularizers[gate], constraints[gate]] : [null, null];
      // tfjs types these two as always present and takes null.
      const weight = this.addWeight(
        savedAs,
        size,
        'float32',
        initializer,
        regularizer!,
        trainable,
        constraint!,
      );
      this.variables.set(key, weight);
      setWeightRole(weight.read() as Variable, {kind: kindOf(key), constraint});
    };
    add(
      {key: 'kernel', savedAs: 'kernel', shape: [inputs, 4 * H], initializer: this.kernelInitializer},
      'kernel',
    );
    add(
      {
        key: 'recurrentKernel',
        savedAs: 'recurrent_kernel',
        shape: [H, 4 * H],
        initializer: this.recurrentInitializer,
      },
      'recurrent',
    );
    if (this.useBias) {
      add({key: 'bias', savedAs: 'bias', shape: [4 * H], initializer: this.biasInitializer}, 'bias');
    }
    for (const weight of this.modelWeights(inputs)) add(weight);
    this.built = true;
  }

  /** The trainable weights as the core takes them. */
  coreWeights(): LSTMWeights {
    const read = (key: string): Tensor | undefined => this.variables.get(key)?.read();
    const names = ['bias', 'gammaX', 'gammaH', 'gammaC', 'betaX', 'betaH', 'betaC'] as const;
    const present = names.filter((name) => this.variables.has(name));
    return {
      kernel: this.kernel.read() as Tensor2D,
      recurrentKernel: this.recurrentKernel.read() as Tensor2D,
      ...(Object.fromEntries(present.map((name) => [name, read(name)])) as Record<string, Tensor1D>),
    };
  }

  /** Whether training calls draw masks. */
  get isNoisy(): boolean {
    return this.candidateDropout > 0 || this.zoneoutCell > 0 || this.zoneoutHidden > 0;
  }

  private noise(shape: number[], training: boolean): Noise {
    const {masks, candidateDropout, zoneoutCell, zoneoutHidden} = this;
    if (!training) return {zoneoutCell, zoneoutHidden};
    return {
      ...(candidateDropout > 0 && {candidateDropoutMask: masks.dropout(shape, candidateDropout)}),
      ...(zoneoutCell > 0 && {zoneoutCell: masks.zoneout(shape, zoneoutCell)}),
      ...(zoneoutHidden > 0 && {zoneoutHidden: masks.zoneout(shape, zoneoutHidden)}),
    };
  }

  /** h as what follows sees it, `outputScale`·h. */
  scaled<T extends Tensor>(hidden: T): T {
    return this.outputScale === 1 ? hidden : mul(hidden, this.outputScale);
  }

  /**
   * One step.
   *
   * @param inputs x [B,D], s·h [B,H], c [B,H], s = `outputScale`.
   * @param kwargs `training`.
   * @returns s·h, and the new state s·h and c.
   */
  override call(inputs: Tensor | Tensor[], kwargs: {training?: boolean}): Tensor[] {
    return tidy(() => {
      if (!Array.isArray(inputs) || inputs.length !== 3) {
        const count = Array.isArray(inputs) ? inputs.length : 1;
        throw new Error(`${this.name}: a cell takes [x, h, c], got ${count} tensors`);
      }
      const training = kwargs?.training === true;
      const [x, scaledHidden, c] = inputs as Tensor2D[];
      const h = this.outputScale === 1 ? scaledHidden : div<Tensor2D>(scaledHidden, this.outputScale);
      const begun = this.begin(training);
      const {hidden, cell, statistics} = lstmStep(x, [h, c], begun.weights, {
        ...begun.model,
        ...begun.options,
        ...begun.noise<Tensor2D>([x.shape[0], this.units]),
      });
      begun.end(statistics);
      if (!training) {
        this.probe?.({outputs: expandDims(hidden, 0) as Tensor3D, cells: expandDims(cell, 0) as Tensor3D});
      }
      const output = this.scaled(hidden);
      return [output, output, cell];
    });
  }

  override getConfig(): serialization.ConfigDict {
    const {regularizers, constraints} = this;
    return {
      ...super.getConfig(),
      units: this.units,
      cell: this.kind,
      activation: 'tanh',
      recurrentActivation: this.recurrentActivation,
      useBias: this.useBias,
      kernelInitializer: serialize(this.kernelInitializer),
      recurrentInitializer: serialize(this.recurrentInitializer),
      biasInitializer: serialize(this.biasInitializer),
      kernelRegularizer: serialize(regularizers.kernel),
      recurrentRegularizer: serialize(regularizers.recurrent),
      biasRegularizer: serialize(regularizers.bias),
      kernelConstraint: serialize(constraints.kernel),
      recurrentConstraint: serialize(constraints.recurrent),
      biasConstraint: serialize(constraints.bias),
      candidateDropout: this.candidateDropout,
      zoneoutCell: this.zoneoutCell,
      zoneoutHidden: this.zoneoutHidden,
      outputScale: this.outputScale,
      seed: this.seed,
      implementation: this.implementation,
    } as unknown as serialization.ConfigDict;
  }
}

function kindOf(key: string): WeightRole['kind'] {
  if (key.startsWith('gamma')) return 'gain';
  return key === 'bias' || key.startsWith('beta') ? 'bias' : 'matrix';
}

function cellKind(cell: unknown): CellKind {
  if (cell == null || cell === 'standard') return 'standard';
  if (cell === 'preserving') return cell;
  const other =
    typeof cell === 'string' ? `'${cell}'` : `an ${typeof cell}; for another cell use tf.layers.rnn({cell})`;
  throw new Error(`cell: expected 'standard' or 'preserving', got ${other}`);
}

function matrixInitializer(
  identifier: Identifier<Initializer> | undefined,
  seed: number | null,
): Initializer {
  // tfjs's own 'orthogonal' throws with core and layers alone.
  if (identifier == null || identifier === 'orthogonal') return orthogonal({seed});
  return resolveInitializer(identifier);
}
