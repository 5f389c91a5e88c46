import {
  add,
  dropout,
  matMul,
  mean,
  square,
  tensor,
  tensor1d,
  tidy,
  variable,
  zeros,
} from '@tensorflow/tfjs-core';
import type {Scalar, Tensor, Tensor1D, Tensor2D, Tensor3D, Variable} from '@tensorflow/tfjs-core';
import {softmaxCrossEntropy} from 'normprop-core';
import type {SequenceBatch} from 'normprop-datasets';
import {applyConstraints, batchDataNormalization, calibrate, orthogonal} from 'normprop-layers';
import type {BatchDataNormalization, NormalizedLSTM} from 'normprop-layers';
import type {CharlmConfig} from '../config/charlmConfig.js';
import type {StoredTensor} from '../../run/checkpointFormat.js';
import {UserError} from '../../userError.js';
import {InputProjection} from './inputProjection.js';
import {recurrentLayer} from './recurrentLayer.js';

/** Seeds of the parts of a model, so that two models with one seed start from the same matrices. */
const seedOf = (seed: number, part: 'projection' | 'recurrent' | 'output' | 'outputDropout'): number =>
  seed * 16 + {recurrent: 0, projection: 4, output: 5, outputDropout: 6}[part];

/** A batch as a model takes it. */
export interface BatchTensors {
  /** [B,T,V]. */
  vectors: Tensor3D;
  /** int32 [B·T]. */
  targets: Tensor1D;
}

type ReestimatesStatistics = Pick<BatchDataNormalization, 'beginReestimation' | 'endReestimation'>;

/**
 * A character language model: characters → fixed orthogonal projection (→ Batch Data Normalization) → one of the five recurrent
 * layers → softmax.
 *
 * Its weights are a pure function of the config (the seed among it) and the vocabulary's size.
 */
export class CharModel {
  readonly projection: InputProjection;
  readonly recurrent: NormalizedLSTM;
  /** Standardises the inputs, where the config asks for it. */
  readonly standardisation: BatchDataNormalization | undefined;
  /** Softmax weights [H,V]. */
  readonly outputKernel: Variable;
  /** Softmax bias [V]. */
  readonly outputBias: Variable;

  /**
   * @param vocabularySize V.
   * @throws {UserError} when the recurrent layer refuses an option.
   */
  constructor(
    readonly config: CharlmConfig,
    readonly vocabularySize: number,
  ) {
    const {seed, units, inputScale} = config;
    const scale = inputScale === 'sqrt' ? Math.sqrt(vocabularySize) : inputScale;
    this.projection = new InputProjection(vocabularySize, scale, seedOf(seed, 'projection'));
    this.recurrent = recurrentLayer(
      config,
      vocabularySize,
      seedOf(seed, 'recurrent'),
      this.projection.variance,
    );
    if (config.batchDataNormalization) {
      this.standardisation = batchDataNormalization({name: 'batch_data'});
      this.standardisation.build([null, null, vocabularySize]);
    }
    const initializer = orthogonal({seed: seedOf(seed, 'output'), gates: 1});
    this.outputKernel = tidy(() => variable(initializer.apply([units, vocabularySize])));
    this.outputBias = tidy(() => variable(zeros([vocabularySize])));
  }

  /** What training changes, in a fixed order. */
  get variables(): Variable[] {
    const weights = this.recurrent.trainableWeights.map((weight) => weight.read() as Variable);
    return [...weights, this.outputKernel, this.outputBias];
  }

  /** How many numbers training changes. */
  get parameters(): number {
    return this.variables.reduce((count, {size}) => count + size, 0);
  }

  /** How many updates have drawn masks: set by whoever resumes a run. */
  set maskCalls(calls: number) {
    this.recurrent.maskCalls = calls;
  }

  /** A batch as the model takes it: vectors [B,T,V] of the inputs, the targets [B·T]. The caller disposes of them. */
  tensorsOf({inputs, targets, batch, timeSteps}: SequenceBatch): BatchTensors {
    return {
      vectors: this.projection.project(inputs, batch, timeSteps),
      targets: tensor1d(targets, 'int32'),
    };
  }

  /** What the recurrent layer reads: the vectors, standardised where the config asks for it. */
  inputsOf(vectors: Tensor3D, training = false): Tensor3D {
    const {standardisation} = this;
    return standardisation ? (standardisation.call(vectors, {training}) as Tensor3D) : vectors;
  }

  /** All hidden states of a batch, from the initial state [B,T,H]. */
  hidden({inputs, batch, timeSteps}: SequenceBatch): Tensor3D {
    return tidy(() => this.hiddenOf(this.projection.project(inputs, batch, timeSteps)));
  }

  private hiddenOf(vectors: Tensor3D, training = false): Tensor3D {
    const x = this.inputsOf(vectors, training);
    return (this.recurrent.call(x, {training}) as Tensor[])[0] as Tensor3D;
  }

  /**
   * Mean cross entropy of a batch, in nats per character.
   *
   * @param update In training, the number of the update: it decides the output's dropout mask.
   */
  loss({vectors, targets}: BatchTensors, update?: number): Scalar {
    return tidy(() => this.lossOfStates(this.hiddenOf(vectors, update !== undefined), targets, update));
  }

  /** What training pays for beside the cross entropy of the `loss` that was just computed: the cell's penalty. */
  penalties(): Scalar[] {
    return this.recurrent.calculateLosses() as Scalar[];
  }

  /** Mean cross entropy of hidden states [B,T,H] against the characters that followed, in nats. */
  outputLoss(hidden: Tensor3D, targets: Int32Array): Scalar {
    return tidy(() => this.lossOfStates(hidden, tensor1d(targets, 'int32')));
  }

  private lossOfStates(hidden: Tensor3D, targets: Tensor1D, update?: number): Scalar {
    return tidy(() => {
      const {outputDropout, seed} = this.config;
      const read =
        update !== undefined && outputDropout > 0
          ? dropout(hidden, outputDropout, undefined, `${seedOf(seed, 'outputDropout')} ${update}`)
          : hidden;
      return softmaxCrossEntropy(
        read,
        this.outputKernel as Tensor as Tensor2D,
        this.outputBias as Tensor as Tensor1D,
        targets,
      );
    });
  }

  /** Softmax inputs for hidden states [N,H], as [N,V]. */
  logits(hidden: Tensor2D): Tensor2D {
    return tidy(
      () => add(matMul(hidden, this.outputKernel as Tensor as Tensor2D), this.outputBias) as Tensor2D,
    );
  }

  /** The mean of h² over units and the batch's rows, at each time step. */
  async hiddenMeanSquare(batch: SequenceBatch): Promise<number[]> {
    const means = tidy(() => mean(square(this.hidden(batch)), [0, 2]));
    const values = await means.data();
    means.dispose();
    return [...values];
  }

  /**
   * Norm Prop: measures Var[c] and Var[h] on a batch of any size, and fixes them.
   *
   * @throws {UserError} when they do not settle.
   */
  async calibrate({
    inputs,
    batch,
    timeSteps,
  }: Pick<SequenceBatch, 'inputs' | 'batch' | 'timeSteps'>): Promise<void> {
    const x = tidy(() => this.inputsOf(this.projection.project(inputs, batch, timeSteps)));
    try {
      await calibrate(this.recurrent, x, {batchSize: this.config.batch});
    } catch (error) {
      throw new UserError(`varianceMethod: ${(error as Error).message}`);
    } finally {
      x.dispose();
    }
  }

  /** Whether it keeps statistics of training batches, which `reestimate` measures anew. */
  get hasPopulationStatistics(): boolean {
    return this.config.model === 'batchNorm' || this.standardisation !== undefined;
  }

  /**
   * Measures the population statistics of Batch Norm and of Batch Data Normalization anew, with the weights as they are: each
   * batch is read with its own statistics, without dropout, and their averages, every batch counting equally, become the
   * population's. The running averages that training leaves lag behind the weights. Does nothing for models without population statistics.
   *
   * Source: Cooijmans et al. 2016, section 4.
   */
  reestimate(batches: Iterable<SequenceBatch>): void {
    if (!this.hasPopulationStatistics) return;
    const kept: ReestimatesStatistics[] = [];
    if (this.config.model === 'batchNorm') kept.push(this.recurrent.cell as unknown as ReestimatesStatistics);
    if (this.standardisation) kept.push(this.standardisation);
    // From zero, so that what they were before leaves no rounding behind.
    const statistics = this.layerWeights().filter(({originalName}) =>
      /population_(mean|var)/.test(originalName),
    );
    tidy(() => statistics.forEach((weight) => weight.write(zeros(weight.shape as number[]))));
    kept.forEach((each) => each.beginReestimation());
    try {
      for (const batch of batches) this.hidden(batch).dispose();
    } finally {
      kept.forEach((each) => each.endReestimation());
    }
  }

  /** After an update: brings the weights that have a constraint back to it. */
  project(): void {
    applyConstraints(this.recurrent);
  }

  /** Every weight, trained or fixed, the projection among them. */
  async snapshot(): Promise<StoredTensor[]> {
    const weights = this.allWeights();
    const values = await Promise.all(weights.map(({value}) => value.data()));
    const stored = weights.map(({name, value: {shape}}, index) => ({
      name,
      shape,
      values: Float32Array.from(values[index]),
    }));
    const side = this.vocabularySize;
    return [...stored, {name: 'projection', shape: [side, side], values: this.projection.rows}];
  }

  /**
   * Puts back what `snapshot` took.
   *
   * @throws {UserError} when a weight's name or shape is not this model's.
   */
  restore(stored: readonly StoredTensor[]): void {
    const weights = this.allWeights();
    const expected = [
      ...weights.map(({name, value}) => `${name} [${value.shape.join(',')}]`),
      `projection [${this.vocabularySize},${this.vocabularySize}]`,
    ];
    const got = stored.map(({name, shape}) => `${name} [${shape.join(',')}]`);
    const wrong = expected.findIndex((weight, index) => weight !== got[index]);
    if (wrong >= 0 || got.length !== expected.length)
      throw new UserError(
        `weights: expected ${expected[wrong] ?? `${expected.length} of them`}, got ${got[wrong] ?? got.length}`,
      );
    tidy(() =>
      weights.forEach(({value}, index) => value.assign(tensor(stored[index].values, stored[index].shape))),
    );
    this.projection.rows.set(stored[stored.length - 1].values);
  }

  dispose(): void {
    // A layer refuses to be disposed of that no symbolic model has used.
    [...this.recurrent.weights, ...(this.standardisation?.weights ?? [])].forEach((weight) =>
      weight.dispose(),
    );
    this.outputKernel.dispose();
    this.outputBias.dispose();
  }

  private layerWeights(): NormalizedLSTM['weights'] {
    return [...this.recurrent.weights, ...(this.standardisation?.weights ?? [])];
  }

  private allWeights(): Array<{name: string; value: Variable}> {
    const stored = this.layerWeights().map((weight) => ({
      name: weight.originalName,
      value: weight.read() as Variable,
    }));
    return [
      ...stored,
      {name: 'output_kernel', value: this.outputKernel},
      {name: 'output_bias', value: this.outputBias},
    ];
  }
}
