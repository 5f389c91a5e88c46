import {dispose} from '@tensorflow/tfjs-core';
import type {SequenceBatches, TextCorpus} from 'normprop-datasets';
import {RunOptimizer} from '../../run/runOptimizer.js';
import type {UpdateMeasurement} from '../../run/runOptimizer.js';
import {requireFiniteWeights} from '../../run/notFinite.js';
import type {Effort, Session} from '../../run/session.js';
import {UserError} from '../../userError.js';
import type {CharlmCheckpoint, CharlmResult, CharlmTypes} from '../record/charlmTypes.js';
import type {CharlmConfig} from '../config/charlmConfig.js';
import {corpusFingerprint} from '../data/corpusFingerprint.js';
import {validate} from '../measure/validate.js';
import {validationSet} from '../measure/validationSet.js';
import {CharModel} from '../model/charModel.js';
import type {BatchTensors} from '../model/charModel.js';
import type {CharlmLine, TrainingLine} from '../record/charlmMetrics.js';
import {charlmResult} from './charlmResult.js';
import {EpochPlan} from './epochPlan.js';
import {expectedMemory} from './expectedMemory.js';
import {nothingSinceLog, startOfTraining} from '../record/trainingPosition.js';
import type {TrainingPosition} from '../record/trainingPosition.js';

/** Of how many training batches the constants of `calibrated` are measured. */
const calibrationBatches = 8;

/** Of how many training batches population statistics are measured anew. */
export const statisticsBatches = 20;

/** A character model in training: its weights, its optimizer, and where it stands in the text. */
export class CharlmSession implements Session<CharlmTypes> {
  readonly model: CharModel;
  readonly plan: EpochPlan;
  readonly config: CharlmConfig;
  position: TrainingPosition = startOfTraining();
  savedUpdate = 0;
  private readonly optimizer: RunOptimizer;
  private readonly validation: SequenceBatches;
  private readonly fingerprint: string;
  /** E[h²] at each time step before the first update. */
  private initialMeanSquare: number[] = [];

  private constructor(
    config: CharlmConfig,
    private readonly corpus: TextCorpus,
  ) {
    this.config = {...config};
    this.plan = new EpochPlan(corpus, config);
    this.validation = validationSet(corpus.valid, config);
    this.fingerprint = corpusFingerprint(corpus);
    this.model = new CharModel(config, corpus.vocabulary.size);
    this.optimizer = new RunOptimizer(config, this.plan.totalUpdates);
  }

  /**
   * A session before its first update, with what a model needs then and does not make by itself: population statistics, and with
   * `varianceMethod: 'calibrated'` Norm Prop's constants measured on the first 8 batches. The same each time, so a resumed
   * run may do it again.
   */
  static async open(config: CharlmConfig, corpus: TextCorpus): Promise<CharlmSession> {
    const session = new CharlmSession(config, corpus);
    try {
      await session.prepare();
      return session;
    } catch (error) {
      session.dispose();
      throw error;
    }
  }

  private async prepare(): Promise<void> {
    const {model, plan, validation} = this;
    this.reestimate();
    if (this.config.varianceMethod === 'calibrated') {
      const batches = plan.first(calibrationBatches);
      const inputs = new Int32Array(batches.flatMap((batch) => [...batch.inputs]));
      const batch = batches.reduce((sum, each) => sum + each.batch, 0);
      await model.calibrate({inputs, batch, timeSteps: batches[0].timeSteps});
    }
    this.initialMeanSquare = await model.hiddenMeanSquare(validation.at(0));
  }

  get totalUpdates(): number {
    return this.plan.totalUpdates;
  }

  get effort(): Effort {
    const {config, model, validation} = this;
    const {parameters, vocabularySize} = model;
    return {
      parameters,
      itemsPerUpdate: config.batch * config.length,
      updatesPerMeasurement: config.validateEvery,
      itemsPerMeasurement: validation.targetCount,
      memory: (models) => expectedMemory(config, {parameters, vocabularySize, models}),
    };
  }

  /**
   * Measures population statistics anew on the first 20 batches of the first epoch, whatever the position: before a validation,
   * so that it depends on the weights alone. Does nothing for models without population statistics.
   */
  private reestimate(): void {
    const {model, plan} = this;
    if (model.hasPopulationStatistics) model.reestimate(plan.first(statisticsBatches));
  }

  async update(): Promise<{loss: number; seconds: number}> {
    const {model, position} = this;
    const begin = performance.now();
    const batch = model.tensorsOf(this.plan.at(position));
    const dataSeconds = (performance.now() - begin) / 1000;
    const measured = await this.minimize(batch);
    model.project();
    const seconds = (performance.now() - begin) / 1000;
    this.plan.advance(position);
    position.seconds += seconds;
    const {sinceLog} = position;
    sinceLog.updates++;
    sinceLog.loss += measured.loss;
    sinceLog.gradientNorm += measured.gradientNorm;
    sinceLog.clipped += measured.clipped ? 1 : 0;
    sinceLog.seconds += seconds;
    sinceLog.dataSeconds += dataSeconds;
    return {loss: measured.loss / Math.LN2, seconds};
  }

  private async minimize({vectors, targets}: BatchTensors): Promise<UpdateMeasurement> {
    const {model, optimizer, position, savedUpdate} = this;
    try {
      return await optimizer.minimize(
        () => model.loss({vectors, targets}, position.update),
        model.variables,
        {update: position.update + 1, savedUpdate},
        () => model.penalties(),
      );
    } finally {
      dispose([vectors, targets]);
    }
  }

  endAt(update: number): void {
    Object.assign(this.config, {updates: update, epochs: null});
    this.optimizer.endAt(update);
  }

  takeLine(): TrainingLine {
    const {config, plan, position} = this;
    const {updates, loss, gradientNorm, clipped, seconds, dataSeconds} = position.sinceLog;
    position.sinceLog = nothingSinceLog();
    return {
      kind: 'train',
      update: position.update,
      epoch: plan.epochsDone(position),
      bitsPerCharacter: loss / updates / Math.LN2,
      seconds: position.seconds,
      gradientNorm: gradientNorm / updates,
      clipped: clipped / updates,
      charactersPerSecond: (updates * config.batch * config.length) / seconds,
      dataSeconds,
    };
  }

  async measure(): Promise<CharlmLine[]> {
    const {model, plan, position, validation} = this;
    this.reestimate();
    const measurement = await validate(model, validation);
    const {update, seconds} = position;
    return [{kind: 'validation', update, epoch: plan.epochsDone(position), seconds, ...measurement}];
  }

  async start({weights, vocabulary}: CharlmCheckpoint): Promise<void> {
    const {model, config, corpus, validation} = this;
    if (vocabulary.symbols.join('') !== corpus.vocabulary.symbols.join(''))
      throw new UserError(
        `initFrom: ${corpus.name} has other symbols than ${config.initFrom}; load it with that run's vocabulary`,
      );
    model.restore(weights);
    this.reestimate();
    this.initialMeanSquare = await model.hiddenMeanSquare(validation.at(0));
  }

  /**
   * All that is needed to go on from here.
   *
   * @throws {UserError} when a weight is not finite.
   */
  async checkpoint(): Promise<CharlmCheckpoint> {
    const {config, savedUpdate, position} = this;
    const weights = await this.model.snapshot();
    requireFiniteWeights(weights, {config, update: position.update, savedUpdate});
    return {
      config,
      vocabulary: this.corpus.vocabulary.toJSON(),
      dataFingerprint: this.fingerprint,
      position: structuredClone(position),
      weights,
      optimizer: await this.optimizer.snapshot(),
      initialMeanSquare: this.initialMeanSquare,
    };
  }

  /**
   * Goes on from a checkpoint.
   *
   * @throws {UserError} when it was made on another text or for other shapes.
   */
  async restore(checkpoint: CharlmCheckpoint): Promise<void> {
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
    // A checkpoint of an earlier version does not know it, but is of a run from random weights, as these are.
    this.initialMeanSquare = checkpoint.initialMeanSquare ?? this.initialMeanSquare;
  }

  async result(metrics: readonly CharlmLine[]): Promise<CharlmResult> {
    const {config, model, corpus, validation, initialMeanSquare: initial} = this;
    const hiddenMeanSquare = {initial, trained: await model.hiddenMeanSquare(validation.at(0))};
    return charlmResult({config, model, corpus, metrics, hiddenMeanSquare});
  }

  dispose(): void {
    this.model.dispose();
    this.optimizer.dispose();
  }
}
