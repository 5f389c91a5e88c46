import {tidy, variableGrads} from '@tensorflow/tfjs-core';
import {clipByGlobalNorm} from 'normprop-core';
import type {TextCorpus} from 'normprop-datasets';
import {corpusFingerprint} from '../data/corpusFingerprint.js';
import type {CharlmConfig} from '../config/charlmConfig.js';
import {CharModel} from '../model/charModel.js';
import type {Checkpoint} from '../run/checkpointFormat.js';
import {UserError} from '../userError.js';
import {EpochPlan} from './epochPlan.js';
import {requireFiniteGradient, requireFiniteWeights} from './notFinite.js';
import {CharlmOptimizer} from './charlmOptimizer.js';
import {nothingSinceLog, startOfTraining} from './trainingPosition.js';
import type {TrainingPosition} from './trainingPosition.js';

/** A norm that no gradient exceeds: clipping at it only measures. */
const neverClips = 3e38;

/** Of how many training batches the constants of `calibrated` are measured. */
const calibrationBatches = 8;

/** Of how many training batches population statistics are measured anew. */
export const statisticsBatches = 20;

/** What one update measured. */
export interface UpdateMeasurement {
  /** Mean cross entropy of the batch before the update, in nats per character. */
  loss: number;
  /** Global norm of the gradient before clipping. */
  gradientNorm: number;
  clipped: boolean;
  /** How long it took. */
  seconds: number;
  /** How much of it went into the batch, from the text to tensors. */
  dataSeconds: number;
}

/** A model in training: its weights, its optimiser, and where it stands in the text. */
export class TrainingSession {
  readonly model: CharModel;
  readonly plan: EpochPlan;
  position: TrainingPosition = startOfTraining();
  /** The update whose checkpoint was saved or loaded last. */
  savedUpdate = 0;
  private readonly optimizer: CharlmOptimizer;
  private readonly fingerprint: string;

  readonly config: CharlmConfig;

  constructor(
    config: CharlmConfig,
    private readonly corpus: TextCorpus,
  ) {
    this.config = {...config};
    this.plan = new EpochPlan(corpus, config);
    this.fingerprint = corpusFingerprint(corpus);
    this.model = new CharModel(config, corpus.vocabulary.size);
    this.optimizer = new CharlmOptimizer(config);
  }

  /**
   * What a model needs before its first update and does not make by itself: population statistics, and with
   * `varianceMethod: 'calibrated'` Norm Prop's constants measured on the first 8 batches. The same each time, so a resumed
   * run may do it again.
   */
  async prepare(): Promise<void> {
    this.reestimate();
    if (this.config.varianceMethod !== 'calibrated') return;
    const batches = this.plan.first(calibrationBatches);
    const inputs = new Int32Array(batches.flatMap((batch) => [...batch.inputs]));
    const batch = batches.reduce((sum, each) => sum + each.batch, 0);
    await this.model.calibrate({inputs, batch, timeSteps: batches[0].timeSteps});
  }

  /**
   * Measures population statistics anew on the first 20 batches of the first epoch, whatever the position: before a validation,
   * so that it depends on the weights alone. Does nothing for models without such statistics.
   */
  reestimate(): void {
    const {model, plan} = this;
    if (model.hasPopulationStatistics) model.reestimate(plan.first(statisticsBatches));
  }

  /**
   * One update of the weights: gradient, clipping, Adam, projection.
   *
   * @throws {UserError} when the loss or the gradient is not finite; the weights stay as they were.
   */
  update(): UpdateMeasurement {
    const {model, config, position} = this;
    const begin = performance.now();
    const maxNorm = config.clipNorm ?? neverClips;
    const measured = tidy(() => {
      const batch = model.tensorsOf(this.plan.at(position));
      const dataSeconds = (performance.now() - begin) / 1000;
      const {value, grads} = variableGrads(() => model.loss(batch, position.update), model.variables);
      const names = model.variables.map(({name}) => name);
      const {clipped, globalNorm} = clipByGlobalNorm(
        names.map((name) => grads[name]),
        maxNorm,
      );
      const [loss] = value.dataSync();
      const [gradientNorm] = globalNorm.dataSync();
      requireFiniteGradient(
        {loss, gradientNorm},
        {config, update: position.update + 1, savedUpdate: this.savedUpdate},
      );
      this.optimizer.apply(names.map((name, index) => ({name, tensor: clipped[index]})));
      return {loss, gradientNorm, clipped: gradientNorm > maxNorm, dataSeconds};
    });
    model.project();
    const measurement = {...measured, seconds: (performance.now() - begin) / 1000};
    this.plan.advance(position);
    addToSums(position, measurement);
    return measurement;
  }

  /**
   * All that is needed to go on from here.
   *
   * @throws {UserError} when a weight is not finite.
   */
  async checkpoint(): Promise<Checkpoint> {
    const {config, savedUpdate, position} = this;
    const weights = this.model.snapshot();
    requireFiniteWeights(weights, {config, update: position.update, savedUpdate});
    return {
      config,
      vocabulary: this.corpus.vocabulary.toJSON(),
      dataFingerprint: this.fingerprint,
      position: structuredClone(position),
      weights,
      optimizer: await this.optimizer.snapshot(),
    };
  }

  /**
   * Goes on from a checkpoint.
   *
   * @throws {UserError} when it was made on another text or for other shapes.
   */
  async restore(checkpoint: Checkpoint): Promise<void> {
    if (checkpoint.dataFingerprint !== this.fingerprint)
      throw new UserError(
        `data: the text is not the one that the run was trained on (${this.corpus.name}); give the same file`,
      );
    this.model.restore(checkpoint.weights);
    await this.optimizer.restore(checkpoint.optimizer);
    const {position} = checkpoint;
    // A checkpoint of an earlier version knows no time of the data.
    this.position = {...structuredClone(position), sinceLog: {...nothingSinceLog(), ...position.sinceLog}};
    this.model.maskCalls = this.position.update;
    this.savedUpdate = this.position.update;
  }

  dispose(): void {
    this.model.dispose();
    this.optimizer.dispose();
  }
}

function addToSums(
  position: TrainingPosition,
  {loss, gradientNorm, clipped, seconds, dataSeconds}: UpdateMeasurement,
): void {
  const {sinceLog} = position;
  position.seconds += seconds;
  sinceLog.updates++;
  sinceLog.loss += loss;
  sinceLog.gradientNorm += gradientNorm;
  sinceLog.clipped += clipped ? 1 : 0;
  sinceLog.seconds += seconds;
  sinceLog.dataSeconds += dataSeconds;
}
