import {evaluateDraw} from 'normprop-draw';
import {imageBatches} from 'normprop-datasets';
import type {ImageSet} from 'normprop-datasets';
import {startBackend} from '../../backend/startBackend.js';
import {requireSameConfig} from '../../config/resumeConfig.js';
import {modelTitles} from '../../config/names.js';
import type {TrainingProgress, WordedStatus} from '../../progress/trainingProgress.js';
import type {FileSystem} from '../../run/fileSystem.js';
import {versions} from '../../run/versions.js';
import {checkpointSchedule} from '../../train/checkpointSchedule.js';
import {Interrupted} from '../../train/interrupted.js';
import {prepareRunFolder} from '../../train/prepareRunFolder.js';
import {RecentMean} from '../../train/recentMean.js';
import {yieldToEvents} from '../../train/yieldToEvents.js';
import {UserError} from '../../userError.js';
import type {DrawRunConfig} from '../config/drawRunConfig.js';
import {loadDrawImages} from '../data/loadDrawImages.js';
import type {DrawImages, LoadDrawImagesOptions} from '../data/loadDrawImages.js';
import type {DrawMeasuredLine, DrawTrainingLine} from './drawMetrics.js';
import {drawResult} from './drawResult.js';
import {DrawRunFolder} from './drawRun.js';
import type {DrawCheckpoint, DrawRunSummary} from './drawRun.js';
import {DrawSession, noDrawSums} from './drawSession.js';

/** Where and how to train; nothing of this changes the weights. */
export interface TrainDrawOptions {
  /** The run folder. */
  folder: string;
  /** Go on with the run that the folder holds. */
  resume?: boolean;
  /** What the display and the report call it; default the model's title. */
  label?: string;
  progress?: TrainingProgress<WordedStatus>;
  /** Whether to end early: the next update is then the last one. */
  isLate?: () => boolean;
  /** Stops training after a checkpoint. */
  signal?: AbortSignal;
  /** Told of things that went wrong and were mended. */
  warn?: (message: string) => void;
  /** The images, when they are loaded already. */
  images?: DrawImages;
  loading?: LoadDrawImagesOptions;
  /** The disk. */
  files?: FileSystem;
}

/** How many updates the displayed bound and speed are means over. */
const recent = 50;

/**
 * Trains a DRAW network into a run folder, or goes on with one.
 *
 * @param config Complete; see `resolveDrawConfig`.
 * @returns What it measured, as `result.json` holds it, with config and metrics.
 * @throws {UserError} for bad data, a folder that holds something else, a bound that is not finite, a full disk;
 * {@link Interrupted} when `signal` stops it.
 */
export async function trainDraw(config: DrawRunConfig, options: TrainDrawOptions): Promise<DrawRunSummary> {
  const folder = new DrawRunFolder(options.folder, options.files);
  const label = options.label ?? modelTitles[config.model];
  const images = options.images ?? (await loadDrawImages(config, options.loading));
  await startBackend(config.backend);
  const session = new DrawSession(config, images);
  try {
    const checkpoint = options.resume ? await checkpointToResume(folder, session, options) : undefined;
    await prepareRunFolder(folder, config, options.resume ?? false);
    if (checkpoint) await session.restore(checkpoint);
    else await save(folder, session);
    await folder.metrics.truncateAfter(session.position.update);
    await trainToEnd(session, images, folder, label, options);
    const metrics = await folder.metrics.read();
    const result = {
      ...drawResult(metrics, config.batch),
      parameters: session.model.variables.reduce((sum, {size}) => sum + size, 0),
      dataDescription: images.description,
      versions: {...versions(), backend: config.backend},
    };
    await folder.writeJson('result.json', result);
    return {name: label, group: label, config: session.config, metrics, result};
  } finally {
    options.progress?.finish();
    session.dispose();
  }
}

/**
 * The checkpoint to go on from; undefined for a run that ended before its first one.
 *
 * @throws {UserError} when the folder holds another config, has lost its checkpoints, or is past the budget asked for.
 */
async function checkpointToResume(
  folder: DrawRunFolder,
  {config, totalUpdates}: DrawSession,
  {warn = () => undefined}: TrainDrawOptions,
): Promise<DrawCheckpoint | undefined> {
  const saved = await folder.config();
  if (saved === undefined) return undefined;
  requireSameConfig(saved, config, folder.path);
  const checkpoint = await folder.checkpoints.load(warn);
  if (checkpoint === undefined && (await folder.metrics.read()).length > 0)
    throw new UserError(
      `run folder ${folder.path}: has metrics but no checkpoint to go on from. Train anew with --overwrite.`,
    );
  const done = checkpoint?.position.update ?? 0;
  if (done > totalUpdates)
    throw new UserError(
      `run folder ${folder.path}: is at update ${done} already, more than the ${totalUpdates} asked for.`,
    );
  return checkpoint;
}

/** Update, line of metrics, measurement, checkpoint, display, in this order, so that no checkpoint stands before a line of its own. */
async function trainToEnd(
  session: DrawSession,
  images: DrawImages,
  folder: DrawRunFolder,
  label: string,
  {signal, progress, isLate = () => false}: TrainDrawOptions,
): Promise<void> {
  const {config, position} = session;
  const isCheckpointDue = checkpointSchedule(config.checkpointEvery);
  const [bounds, times] = [new RecentMean(recent), new RecentMean(recent)];
  const [beganAt, beganWith] = [performance.now(), position.update];
  const measured = (await folder.metrics.read()).filter(isValidation);
  let validation = measured[measured.length - 1]?.bound as number | undefined;
  while (position.update < session.totalUpdates) {
    if (signal?.aborted) {
      await save(folder, session);
      throw new Interrupted(position.update, folder.path, signal.reason);
    }
    if (isLate() && position.update + 1 < session.totalUpdates) {
      session.shortenTo(position.update + 1);
      await folder.begin(config);
    }
    const {bound, seconds} = session.update();
    const {update} = position;
    const total = session.totalUpdates;
    const isLast = update === total;
    if (update % config.logEvery === 0 || isLast) folder.metrics.append(takeLine(session));
    if (session.isMeasurementDue(update) || isLast) {
      for (const kind of ['validation', 'test'] as const) {
        const line = await measure(session, kind, kind === 'test' ? images.test : images.valid);
        folder.metrics.append(line);
        if (kind === 'validation') validation = line.bound;
      }
    }
    if (isCheckpointDue(update) || isLast) await save(folder, session);
    bounds.add(bound);
    times.add(seconds);
    const elapsed = (performance.now() - beganAt) / 1000;
    progress?.show({
      ...{label, update, total},
      figures: [
        `${bounds.value.toFixed(2)} nats`,
        ...(validation === undefined ? [] : [`validation ${validation.toFixed(2)}`]),
        `${Math.round(config.batch / times.value)} images/s`,
      ],
      secondsLeft: (elapsed / (update - beganWith)) * (total - update),
    });
    await yieldToEvents();
  }
}

const isValidation = (line: {kind: string}): line is DrawMeasuredLine => line.kind === 'validation';

async function measure(
  session: DrawSession,
  kind: DrawMeasuredLine['kind'],
  images: ImageSet,
): Promise<DrawMeasuredLine> {
  const {model, config, position, epochsDone: epoch} = session;
  const batches = imageBatches(images, {batch: config.batch});
  const {count, ...nats} = await evaluateDraw(model, batches);
  return {kind, update: position.update, epoch, ...nats, seconds: position.seconds, images: count};
}

function takeLine({config, position, epochsDone: epoch}: DrawSession): DrawTrainingLine {
  const {updates, bound, reconstruction, kl, gradientNorm, clipped, seconds} = position.sinceLog;
  position.sinceLog = noDrawSums();
  return {
    kind: 'train',
    update: position.update,
    epoch,
    bound: bound / updates,
    reconstruction: reconstruction / updates,
    kl: kl / updates,
    seconds: position.seconds,
    gradientNorm: gradientNorm / updates,
    clipped: clipped / updates,
    imagesPerSecond: (updates * config.batch) / seconds,
  };
}

async function save(folder: DrawRunFolder, session: DrawSession): Promise<void> {
  await folder.checkpoints.save(await session.checkpoint());
  session.savedUpdate = session.position.update;
}
