import type {SequenceBatches, TextCorpus} from 'normprop-datasets';
import {startBackend} from '../backend/startBackend.js';
import type {CharlmConfig} from '../config/charlmConfig.js';
import {modelTitles} from '../config/names.js';
import {loadCorpus} from '../data/loadCorpus.js';
import {loadCorpusAgain} from '../data/loadCorpusAgain.js';
import type {RunSummary} from '../report/runSummary.js';
import {RunFolder} from '../run/runFolder.js';
import {checkpointSchedule} from './checkpointSchedule.js';
import {sizeWords, timeWords, timedUpdates} from './expectation.js';
import type {Expectation} from './expectation.js';
import {expectedMemory} from './expectedMemory.js';
import {Interrupted} from './interrupted.js';
import {prepareRunFolder} from './prepareRunFolder.js';
import {requireSameConfig} from '../config/resumeConfig.js';
import type {Checkpoint} from '../run/checkpointFormat.js';
import {UserError} from '../userError.js';
import {summarizeRun} from './summarizeRun.js';
import {StatusMeter} from './statusMeter.js';
import type {TrainOptions} from './trainCharlm.js';
import {takeTrainingLine} from './trainingLine.js';
import {TrainingSession} from './trainingSession.js';
import {validate} from './validate.js';
import {validationSet} from './validationSet.js';
import {yieldToEvents} from './yieldToEvents.js';

/** A run in training, to be taken further in one go or, beside others, in turns. */
export class OpenRun {
  /** E[h²] at each time step before the first update. */
  private readonly initialMeanSquare: number[];
  private readonly validation: SequenceBatches;
  private readonly meter: StatusMeter;
  private readonly isCheckpointDue: (update: number) => boolean;
  private total: number;
  private readonly timed: number[] = [];

  private constructor(
    private readonly session: TrainingSession,
    private readonly corpus: TextCorpus,
    private readonly folder: RunFolder,
    private readonly label: string,
    private readonly options: TrainOptions,
  ) {
    const {config, plan, model} = session;
    this.validation = validationSet(corpus.valid, config);
    this.initialMeanSquare = model.hiddenMeanSquare(this.validation.at(0));
    this.meter = new StatusMeter(session, label);
    this.isCheckpointDue = checkpointSchedule(config.checkpointEvery);
    this.total = plan.totalUpdates;
  }

  /**
   * Begins a run in its folder, or goes on with the one there.
   *
   * @throws As `trainCharlm`.
   */
  static async open(config: CharlmConfig, options: TrainOptions): Promise<OpenRun> {
    const {resume = false, files, warn = () => undefined} = options;
    const folder = new RunFolder(options.folder, files);
    const corpus = options.corpus ?? (await (resume ? loadCorpusAgain : loadCorpus)(config, options.loading));
    await startBackend(config.backend);
    const session = new TrainingSession(config, corpus);
    try {
      await session.prepare();
      const run = new OpenRun(session, corpus, folder, options.label ?? modelTitles[config.model], options);
      const checkpoint = resume ? await run.checkpointToResume(warn) : undefined;
      await prepareRunFolder(folder, config, resume);
      if (checkpoint) await session.restore(checkpoint);
      else await run.save();
      await folder.metrics.truncateAfter(session.position.update);
      run.meter.begin(run.total);
      if (run.update < run.total) options.tell?.(sizeWords(run.expectation()));
      return run;
    } catch (error) {
      session.dispose();
      throw error;
    }
  }

  /**
   * The checkpoint to go on from; undefined for a run that ended before its first one.
   *
   * @throws {UserError} when the folder holds another config, has lost its checkpoints, or is past the budget asked for.
   */
  private async checkpointToResume(warn: (message: string) => void): Promise<Checkpoint | undefined> {
    const {folder, session} = this;
    const saved = await folder.config();
    if (saved === undefined) return undefined;
    requireSameConfig(saved, session.config, folder.path);
    const checkpoint = await folder.checkpoints.load(warn);
    if (checkpoint === undefined && (await folder.metrics.read()).length > 0)
      throw new UserError(
        `run folder ${folder.path}: has metrics but no checkpoint to go on from. Train anew with --overwrite.`,
      );
    const done = checkpoint?.position.update ?? 0;
    if (done > this.total)
      throw new UserError(
        `run folder ${folder.path}: is at update ${done} already, more than the ${this.total} asked for.`,
      );
    return checkpoint;
  }

  /** Updates of the whole run. */
  get totalUpdates(): number {
    return this.total;
  }

  /** Updates done. */
  get update(): number {
    return this.session.position.update;
  }

  /**
   * Trains up to an update: update, line of metrics, validation, checkpoint, display, in this order, so that a checkpoint
   * never stands before a line that belongs to it.
   *
   * @throws {Interrupted} after saving, when the signal is aborted.
   */
  async trainTo(end: number): Promise<void> {
    const {session, folder, options} = this;
    const {config, plan, model} = session;
    while (session.position.update < Math.min(end, this.total)) {
      if (options.signal?.aborted) {
        await this.save();
        throw new Interrupted(session.position.update, folder.path, options.signal.reason);
      }
      const measured = session.update();
      const {update, seconds} = session.position;
      const isLast = update === this.total;
      if (update % config.logEvery === 0 || isLast) folder.metrics.append(takeTrainingLine(session));
      if (update % config.validateEvery === 0 || isLast) {
        session.reestimate();
        const measurement = await validate(model, this.validation);
        this.meter.validationBitsPerCharacter = measurement.bitsPerCharacter;
        const epoch = plan.epochsDone(session.position);
        folder.metrics.append({kind: 'validation', update, epoch, seconds, ...measurement});
      }
      if (this.isCheckpointDue(update) || isLast) await this.save();
      options.progress?.show(this.meter.after(measured));
      this.tellTime(measured.seconds);
      await yieldToEvents();
    }
  }

  /** Once, after a few updates of this sitting, says how long the rest will take. */
  private tellTime(seconds: number): void {
    if (!this.options.tell || this.timed.length === timedUpdates) return;
    this.timed.push(seconds);
    if (this.timed.length < timedUpdates) return;
    const words = timeWords(this.expectation());
    if (words !== undefined) this.options.tell(words);
  }

  private expectation(): Expectation {
    const {session, label, total, validation, timed} = this;
    const {config, model} = session;
    const updatesLeft = total - this.update;
    const {parameters, vocabularySize} = model;
    const warm = timed.slice(1); // the first update is cold
    const secondsPerUpdate = warm.reduce((sum, seconds) => sum + seconds, 0) / Math.max(1, warm.length);
    const {runsTogether = 1} = this.options;
    // Reading is a third of an update: backward takes the rest.
    const readings = validation.targetCount / (config.batch * config.length) / 3;
    return {
      label,
      parameters,
      updatesLeft,
      totalUpdates: total,
      runsTogether,
      validationsLeft: Math.ceil(updatesLeft / config.validateEvery),
      memory: expectedMemory(config, {parameters, vocabularySize, models: runsTogether}),
      ...(warm.length > 0 && {secondsPerUpdate, secondsPerValidation: secondsPerUpdate * readings}),
    };
  }

  /** Makes an update that is still to come the last one; the config on disk then says so too. */
  async shortenTo(update: number): Promise<void> {
    if (update >= this.total) return;
    this.total = update;
    Object.assign(this.session.config, {updates: update, epochs: null});
    await this.folder.begin(this.session.config);
    this.meter.begin(update);
  }

  /** Writes a checkpoint. */
  async save(): Promise<void> {
    const {session, folder} = this;
    await folder.checkpoints.save(await session.checkpoint());
    session.savedUpdate = session.position.update;
  }

  /** Measures what a finished run's report needs and writes `result.json`. */
  async finish(): Promise<RunSummary> {
    const {session, corpus, folder, label} = this;
    const trained = session.model.hiddenMeanSquare(this.validation.at(0));
    const hiddenMeanSquare = {initial: this.initialMeanSquare, trained};
    return summarizeRun({session, corpus, folder, label, hiddenMeanSquare});
  }

  dispose(): void {
    this.session.dispose();
  }
}
