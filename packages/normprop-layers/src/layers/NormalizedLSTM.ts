import {
  add,
  cast,
  clone,
  dispose,
  expandDims,
  mul,
  ones,
  reverse,
  squeeze,
  tidy,
  transpose,
  zeros,
} from '@tensorflow/tfjs-core';
import type {serialization, Tensor, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {lstmSequence} from 'normprop-core';
import type {LSTMSequenceResult} from 'normprop-core';
import {
  cellPenaltiesOf,
  dropCellPenalties,
  isDifferentiating,
  noteCellPenalty,
} from '../cells/cellPenalties.js';
import {cellArgNames, layerArgNames} from '../cells/lstmCellArgs.js';
import type {LSTMCellArgs} from '../cells/lstmCellArgs.js';
import type {CellOwner, NormalizedLSTMCell} from '../cells/NormalizedLSTMCell.js';
import {registerSegmentSum} from '../kernels/segmentSum.js';
import {checkRate} from '../options/checkNumbers.js';
import {checkOptions} from '../options/checkOptions.js';
import {checkOneCopy} from '../tfjs/oneCopy.js';
import {sequenceArgNames} from './lstmLayerArgs.js';
import type {DropoutFunc, LSTMArgs} from './lstmLayerArgs.js';

/** h and c, [B,H] each. */
export type LSTMState = [hidden: Tensor2D, cell: Tensor2D];

/** What tfjs passes to `call`. */
export interface LSTMCallArgs {
  training?: boolean;
  mask?: Tensor | Tensor[] | null;
  initialState?: Tensor[] | null;
}

/** A class of cells, with the options that it has beside those of every cell. */
export interface LSTMCellClass<C> {
  ownOptions: readonly string[];
  new (args: never, owner: CellOwner): C;
}

/**
 * What the five layers share: a tfjs RNN whose loop is one call of `lstmSequence`.
 *
 * Input [B,T,D]; output [B,H], or [B,T,H] with `returnSequences`; with `returnState` also the last h and c, [B,H] each.
 */
export abstract class NormalizedLSTM<C extends NormalizedLSTMCell = NormalizedLSTMCell> extends tfl.RNN {
  declare readonly cell: C;
  /** Share of the inputs dropped. */
  readonly dropout: number;
  /** Share of h dropped on its way into the next step. */
  readonly recurrentDropout: number;
  /** Makes the masks of both, where it was given. */
  readonly dropoutFunc: DropoutFunc | undefined;
  /** Whether the first h and c are weights. */
  readonly learnInitialState: boolean;
  private initialHidden: tfl.LayerVariable | null = null;
  private initialCell: tfl.LayerVariable | null = null;
  // Since the last reset nothing has run, so that a learned initial state is still to be used.
  private atStart = true;

  /** @throws For an option that does not exist or has a value out of range. */
  constructor(args: LSTMArgs, Cell: LSTMCellClass<C>) {
    const {className} = new.target as unknown as {className: string};
    checkOptions(className, args, [
      ...layerArgNames,
      ...cellArgNames,
      ...sequenceArgNames,
      ...Cell.ownOptions,
    ]);
    const owner = {goBackwards: args.goBackwards ?? false};
    super({...inputArgs(args), cell: new Cell(cellArgs(args) as never, owner)});
    this.dropout = args.dropout ?? 0;
    this.recurrentDropout = args.recurrentDropout ?? 0;
    this.dropoutFunc = args.dropoutFunc ?? undefined;
    this.learnInitialState = args.learnInitialState ?? false;
    checkRate('dropout', this.dropout);
    checkRate('recurrentDropout', this.recurrentDropout);
    if (this.dropoutFunc !== undefined && typeof this.dropoutFunc !== 'function') {
      throw new Error(`dropoutFunc: expected a function, got ${String(this.dropoutFunc)}`);
    }
  }

  /** Number of units, H. */
  get units(): number {
    return this.cell.units;
  }

  /**
   * How many training calls have drawn dropout masks. A resumed run puts it back, together with weights and optimizer,
   * to go on with the same masks.
   */
  get maskCalls(): number {
    return this.cell.masks.calls;
  }

  set maskCalls(calls: number) {
    this.cell.masks.calls = calls;
  }

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    registerSegmentSum(); // again, for a backend that was imported after this package
    super.build(inputShape);
    if (this.learnInitialState) {
      const add = (name: string): tfl.LayerVariable =>
        this.addWeight(name, [this.units], 'float32', tfl.initializers.zeros());
      this.initialHidden = add('initial_hidden');
      this.initialCell = add('initial_cell');
    }
    this.built = true;
  }

  /** Tells the cell too that a model is being loaded, so that first values that the file replaces are not computed. */
  override setFastWeightInitDuringBuild(value: boolean): void {
    super.setFastWeightInitDuringBuild(value);
    this.cell.setFastWeightInitDuringBuild(value);
  }

  override get trainableWeights(): tfl.LayerVariable[] {
    return this.trainable ? [...this.cell.trainableWeights, ...this.learnedState] : [];
  }

  override get nonTrainableWeights(): tfl.LayerVariable[] {
    const fixed = this.cell.nonTrainableWeights;
    return this.trainable ? fixed : [...this.cell.trainableWeights, ...this.learnedState, ...fixed];
  }

  /**
   * Regularisation losses of the weights (tfjs's own RNN forgets those of its cell), and the `cellPenalty` of each training
   * call of the running gradient, once. `fit` adds them to the loss; a loop of your own adds `model.calculateLosses()`, or
   * `layer.calculateLosses()`, inside the function whose gradient it takes.
   */
  override get losses(): Array<() => ReturnType<NormalizedLSTMCell['losses'][number]>> {
    return [...super.losses, ...this.cell.losses, ...cellPenaltiesOf((owner) => this.standsFor(owner.name))];
  }

  /** Whether a layer's penalties are this one's: `bidirectional` asks the layer that it was given for those of its two. */
  private standsFor(name: string): boolean {
    if (name === this.name) return true;
    return !this.cell.built && (name === `forward_${this.name}` || name === `backward_${this.name}`);
  }

  override apply(
    inputs: Parameters<tfl.RNN['apply']>[0],
    kwargs?: Parameters<tfl.RNN['apply']>[1],
  ): ReturnType<tfl.RNN['apply']> {
    checkOneCopy(inputs);
    if (kwargs?.constants != null) {
      throw new Error(`constants: an LSTM has no use for them, got some for layer ${this.name}`);
    }
    // tfjs's RNN writes the initial state into kwargs, which a model shares among its layers.
    return super.apply(inputs, {...kwargs});
  }

  override call(inputs: Tensor | Tensor[], kwargs: LSTMCallArgs): Tensor | Tensor[] {
    return tidy(() => {
      const x = (Array.isArray(inputs) ? inputs[0] : inputs) as Tensor3D;
      const [batch, timeSteps, features] = x.shape;
      const training = kwargs?.training === true;
      const mask = maskValues(kwargs?.mask); // [B,T]
      const {cell, dropout, recurrentDropout} = this;
      const call = cell.begin(training, cell.isNoisy || dropout > 0 || recurrentDropout > 0);
      const dropped =
        training && dropout > 0 ? mul(x, expandDims(this.mask([batch, features], dropout), 1)) : x;
      const recurrentDropoutMask =
        training && recurrentDropout > 0
          ? (this.mask([batch, this.units], recurrentDropout) as Tensor2D)
          : undefined;
      const noise = call.noise<Tensor3D>([timeSteps, batch, this.units]);
      const probe = training ? null : cell.probe;
      const cellPenalty = this.trainable && training && isDifferentiating() ? cell.cellPenalty : undefined;
      const result = lstmSequence(dropped as Tensor3D, call.weights, {
        ...call.model,
        ...call.options,
        initialState: this.stateFor(batch, kwargs?.initialState),
        goBackwards: this.goBackwards,
        ...noise,
        batchMajor: true,
        mask,
        recurrentDropoutMask,
        ...(cellPenalty && {cellPenalty}),
        returnCells: probe !== null,
      });
      if (result.cellPenalty) noteCellPenalty(this, result.cellPenalty);
      const inOrder = mask && this.goBackwards ? reverse(mask, 1) : mask;
      probe?.({outputs: result.outputs, cells: result.cells!, mask: inOrder});
      if (result.statistics !== undefined) call.end(result.statistics, inOrder && timeMajor(inOrder));
      return this.returned(result);
    });
  }

  /** A dropout mask for a whole sequence. */
  private mask(shape: [number, number], rate: number): Tensor {
    const draw = this.dropoutFunc;
    if (draw === undefined) return this.cell.masks.dropout(shape, rate);
    // tfjs draws a mask for each gate and uses the first one: a function with a state of its own gives the same numbers here.
    return [0, 1, 2, 3].map(() => draw(ones(shape), rate))[0];
  }

  /** What `call` returns for the result of the recurrence, its outputs [B,T,H]; a stateful layer keeps its last state. */
  private returned({outputs, hidden, cell}: LSTMSequenceResult): Tensor | Tensor[] {
    if (this.stateful) this.resetStates([hidden, cell]);
    const output = this.cell.scaled<Tensor>(this.returnSequences ? outputs : hidden);
    // A copy of h, because a model disposes of an output once it is used, though the state may still be.
    return this.returnState ? [output === hidden ? clone(hidden) : output, hidden, cell] : output;
  }

  /**
   * Forgets the state of a `stateful` layer, or sets it.
   *
   * @param states h and c, [B,H] each; without them zeros, or the learned initial state.
   */
  override resetStates(states?: Tensor | Tensor[]): void {
    // Old states go at once: the recurrence keeps what its gradient needs, where tfjs's loop must keep every state.
    super.resetStates(states, false);
    this.atStart = states == null;
  }

  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      dropout: this.dropout,
      recurrentDropout: this.recurrentDropout,
      learnInitialState: this.learnInitialState,
    };
  }

  /** @nocollapse */
  static override fromConfig<T extends serialization.Serializable>(
    cls: serialization.SerializableConstructor<T>,
    config: serialization.ConfigDict,
  ): T {
    return new cls(config);
  }

  protected override disposeWeights(): number {
    if (this.states_ != null) dispose(this.states_);
    dropCellPenalties(this);
    return super.disposeWeights();
  }

  private get learnedState(): tfl.LayerVariable[] {
    return this.initialHidden === null ? [] : [this.initialHidden, this.initialCell!];
  }

  private stateFor(batch: number, given?: Tensor[] | null): LSTMState {
    if (given != null) {
      if (given.length !== 2) {
        throw new Error(`initialState: expected h and c of layer ${this.name}, got ${given.length} tensors`);
      }
      return given as LSTMState;
    }
    const learned = this.learnInitialState && this.atStart;
    return this.stateful && !learned ? (this.states_ as LSTMState) : this.startState(batch);
  }

  /** The states of a sequence without given ones, [B,H] each: those of `startState`. */
  override getInitialState(inputs: Tensor): Tensor[] {
    return tidy(() => this.startState(inputs.shape[0]));
  }

  /** h and c [B,H] with which a sequence starts where no state is given: zeros, or the learned initial state. */
  startState(batch: number): LSTMState {
    const rows = (): Tensor2D => zeros([batch, this.units]);
    if (!this.learnInitialState) return [rows(), rows()];
    // Broadcast by an addition, whose gradient is one sum.
    return this.learnedState.map((weight) => add(rows(), weight.read())) as LSTMState;
  }
}

function timeMajor(mask: Tensor2D): Tensor2D {
  return transpose(mask, [1, 0]) as Tensor2D;
}

function maskValues(mask?: Tensor | Tensor[] | null): Tensor2D | undefined {
  const first = Array.isArray(mask) ? mask[0] : mask;
  if (first == null) return undefined;
  const flat = first.rank === 3 ? squeeze(first, [2]) : first;
  return cast(cast(flat, 'bool'), 'float32') as Tensor2D;
}

function inputArgs(args: LSTMArgs): LSTMArgs {
  const {inputDim, inputLength, inputShape, batchInputShape} = args;
  if (inputLength != null && inputDim == null) throw new Error('inputLength: it needs inputDim too');
  if (inputDim == null || inputShape != null || batchInputShape != null) return args;
  return {...args, inputShape: [inputLength ?? null, inputDim]};
}

function cellArgs(args: LSTMArgs): LSTMCellArgs {
  const forLayer: readonly string[] = [...layerArgNames, ...sequenceArgNames];
  return Object.fromEntries(
    Object.entries(args).filter(([name]) => !forLayer.includes(name)),
  ) as unknown as LSTMCellArgs;
}
