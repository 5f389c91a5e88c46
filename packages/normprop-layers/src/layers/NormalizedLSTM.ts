import {
  add,
  cast,
  clone,
  dispose,
  mul,
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
import {cellArgNames, layerArgNames} from '../cells/lstmCellArgs.js';
import type {LSTMCellArgs} from '../cells/lstmCellArgs.js';
import type {CellOwner, NormalizedLSTMCell} from '../cells/NormalizedLSTMCell.js';
import {checkRate} from '../options/checkNumbers.js';
import {checkOptions} from '../options/checkOptions.js';
import {sequenceArgNames} from './lstmLayerArgs.js';
import type {LSTMArgs} from './lstmLayerArgs.js';
import {steppedSequence} from './steppedSequence.js';

type State = [hidden: Tensor2D, cell: Tensor2D];

/** What tfjs passes to `call`. */
interface CallArgs {
  training?: boolean;
  mask?: Tensor | Tensor[] | null;
  initialState?: Tensor[] | null;
}

interface CellClass<C> {
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
  /** Whether the first h and c are weights. */
  readonly learnInitialState: boolean;
  private initialHidden: tfl.LayerVariable | null = null;
  private initialCell: tfl.LayerVariable | null = null;
  // Since the last reset nothing has run, so that a learned initial state is still to be used.
  private atStart = true;

  /** @throws For an option that does not exist or has a value out of range. */
  constructor(args: LSTMArgs, Cell: CellClass<C>) {
    const {className} = new.target as unknown as {className: string};
    checkOptions(className, args, [
      ...layerArgNames,
      ...cellArgNames,
      ...sequenceArgNames,
      ...Cell.ownOptions,
    ]);
    if (args.unroll) throw new Error('unroll: expected false (the whole sequence is one op), got true');
    const owner = {goBackwards: args.goBackwards ?? false};
    super({...inputArgs(args), cell: new Cell(cellArgs(args) as never, owner)});
    this.dropout = args.dropout ?? 0;
    this.recurrentDropout = args.recurrentDropout ?? 0;
    this.learnInitialState = args.learnInitialState ?? false;
    checkRate('dropout', this.dropout);
    checkRate('recurrentDropout', this.recurrentDropout);
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

  /** Regularisation losses of the weights; tfjs's own RNN forgets those of its cell. */
  override get losses(): Array<() => ReturnType<NormalizedLSTMCell['losses'][number]>> {
    return [...super.losses, ...this.cell.losses];
  }

  override apply(
    inputs: Parameters<tfl.RNN['apply']>[0],
    kwargs?: Parameters<tfl.RNN['apply']>[1],
  ): ReturnType<tfl.RNN['apply']> {
    // tfjs's RNN writes the initial state into kwargs, which a model shares among its layers.
    return super.apply(inputs, {...kwargs});
  }

  override call(inputs: Tensor | Tensor[], kwargs: CallArgs): Tensor | Tensor[] {
    return tidy(() => {
      const x = (Array.isArray(inputs) ? inputs[0] : inputs) as Tensor3D;
      const [batch, timeSteps, features] = x.shape;
      const training = kwargs?.training === true;
      const mask = maskValues(kwargs?.mask); // [B,T]
      const {masks} = this.cell;
      const noisy = training && (this.cell.isNoisy || this.dropout > 0 || this.recurrentDropout > 0);
      if (noisy) masks.nextCall();
      const dropped =
        noisy && this.dropout > 0 ? mul(x, masks.dropout([batch, 1, features], this.dropout)) : x;
      const population = this.cell.populationStatistics(training);

      this.cell.beginCall(training);
      // Drawn before the cell's masks: the order is part of what a seed means.
      const recurrentDropoutMask =
        noisy && this.recurrentDropout > 0
          ? (masks.dropout([batch, this.units], this.recurrentDropout) as Tensor2D)
          : undefined;
      const shared = {
        ...this.cell.modelOptions(),
        initialState: this.stateFor(batch, kwargs?.initialState),
        goBackwards: this.goBackwards,
        ...(this.cell.noise([timeSteps, batch, this.units], training) as object),
      };
      const {probe} = this.cell;
      if (probe !== null && !training) {
        const steps = transpose(x, [1, 0, 2]) as Tensor3D;
        const result = steppedSequence(steps, this.cell.coreWeights(), {
          ...shared,
          mask: mask && timeMajor(mask),
        });
        probe(result);
        return this.returned({...result, outputs: transpose(result.outputs, [1, 0, 2]) as Tensor3D});
      }
      const result = lstmSequence(dropped as Tensor3D, this.cell.coreWeights(), {
        ...shared,
        batchMajor: true,
        mask,
        recurrentDropoutMask,
        ...(population && {populationStatistics: population}),
      });
      if (result.statistics !== undefined) {
        const inOrder = mask && this.goBackwards ? reverse(mask, 1) : mask;
        this.cell.observe(result.statistics, inOrder && timeMajor(inOrder));
      }
      return this.returned(result);
    });
  }

  /** What `call` returns for the result of the recurrence, its outputs [B,T,H]; a stateful layer keeps its last state. */
  private returned({outputs, hidden, cell}: LSTMSequenceResult): Tensor | Tensor[] {
    if (this.stateful) this.resetStates([hidden, cell]);
    // A copy of h, because a model disposes of an output once it is used, though the state may still be.
    const output = this.returnSequences ? outputs : this.returnState ? clone(hidden) : hidden;
    return this.returnState ? [output, hidden, cell] : output;
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
    return super.disposeWeights();
  }

  private get learnedState(): tfl.LayerVariable[] {
    return this.initialHidden === null ? [] : [this.initialHidden, this.initialCell!];
  }

  private stateFor(batch: number, given?: Tensor[] | null): State {
    if (given != null) {
      if (given.length !== 2) {
        throw new Error(`initialState: expected h and c of layer ${this.name}, got ${given.length} tensors`);
      }
      return given as State;
    }
    const learned = this.learnInitialState && this.atStart;
    return this.stateful && !learned ? (this.states_ as State) : this.startState(batch);
  }

  /** h and c [B,H] with which a sequence starts where no state is given: zeros, or the learned initial state. */
  startState(batch: number): State {
    const rows = (): Tensor2D => zeros([batch, this.units]);
    if (!this.learnInitialState) return [rows(), rows()];
    // Broadcast by an addition, whose gradient is one sum.
    return this.learnedState.map((weight) => add(rows(), weight.read())) as State;
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
