import {dispose, keep, tensor, tensor4d} from '@tensorflow/tfjs-core';
import type {NamedTensorMap, Scalar} from '@tensorflow/tfjs-core';
import {imageBatches} from 'normprop-datasets';
import type {ImageBatches, ImageSet} from 'normprop-datasets';
import {drawBound, evaluateDraw, latentNoise} from 'normprop-draw';
import type {Draw} from 'normprop-draw';
import {applyConstraints} from 'normprop-layers';
import type {StoredTensor} from '../../run/checkpointFormat.js';
import {requireFiniteWeights} from '../../run/notFinite.js';
import {RunOptimizer} from '../../run/runOptimizer.js';
import type {UpdateMeasurement} from '../../run/runOptimizer.js';
import type {Effort, Session} from '../../run/session.js';
import {versions} from '../../run/versions.js';
import {UserError} from '../../userError.js';
import type {DrawRunConfig} from '../config/drawRunConfig.js';
import {networkOf} from '../config/networkOf.js';
import type {DrawImages} from '../data/loadDrawImages.js';
import type {DrawCheckpoint, DrawPosition, DrawResult, DrawSums, DrawTypes} from '../record/drawTypes.js';
import {expectedDrawMemory} from './expectedDrawMemory.js';
import type {DrawLine, DrawMeasuredLine, DrawTrainingLine} from '../record/drawMetrics.js';
import {measuredDrawResult} from './measuredDrawResult.js';

/** A network in training: its weights, its optimizer, and where it stands. */
export class DrawSession implements Session<DrawTypes> {
  readonly model: Draw;
  readonly config: DrawRunConfig;
  readonly totalUpdates: number;
  position: DrawPosition = {update: 0, seconds: 0, sinceLog: noDrawSums()};
  savedUpdate = 0;
  private readonly optimizer: RunOptimizer;
  private readonly updatesPerEpoch: number;
  private current?: {epoch: number; batches: ImageBatches};

  /** @throws {UserError} when there are fewer images than a batch, or the network cannot be made. */
  constructor(
    config: DrawRunConfig,
    private readonly images: DrawImages,
  ) {
    const {count, height, width, channels} = images.train(0);
    if (config.batch > count)
      throw new UserError(`batch: expected at most the ${count} training images, got ${config.batch}`, 2);
    this.updatesPerEpoch = Math.floor(count / config.batch);
    this.config = {...config};
    this.totalUpdates = config.updates ?? Math.max(1, Math.round(config.epochs! * this.updatesPerEpoch));
    this.model = networkOf(config, [height, width, channels]);
    this.optimizer = new RunOptimizer(config, this.totalUpdates);
  }

  get effort(): Effort {
    const {config, images, updatesPerEpoch, parameters} = this;
    return {
      parameters,
      itemsPerUpdate: config.batch,
      updatesPerMeasurement: config.validateEvery || updatesPerEpoch,
      itemsPerMeasurement: images.valid.count + images.test.count,
      memory: (runs) =>
        expectedDrawMemory(config, {parameters, imageShape: this.model.config.imageShape, runs}),
    };
  }

  private get parameters(): number {
    return this.model.variables.reduce((sum, {size}) => sum + size, 0);
  }

  /** Passes over the images so far, with a fraction. */
  private get epochsDone(): number {
    return this.position.update / this.updatesPerEpoch;
  }

  /** The order of the images is a function of seed and epoch, the noise one of seed and update. */
  async update(): Promise<{loss: number; seconds: number}> {
    const {model, position} = this;
    const begin = performance.now();
    const measured = await this.minimize();
    applyConstraints(model);
    const seconds = (performance.now() - begin) / 1000;
    position.update++;
    position.seconds += seconds;
    const {sinceLog} = position;
    sinceLog.updates++;
    sinceLog.bound += measured.loss;
    sinceLog.reconstruction += measured.reconstruction;
    sinceLog.kl += measured.kl;
    sinceLog.gradientNorm += measured.gradientNorm;
    sinceLog.clipped += measured.clipped ? 1 : 0;
    sinceLog.seconds += seconds;
    return {loss: measured.loss, seconds};
  }

  private async minimize(): Promise<UpdateMeasurement & {reconstruction: number; kl: number}> {
    const {model, config, position, savedUpdate, optimizer} = this;
    const {pixels, shape} = this.nextBatch();
    const images = tensor4d(pixels, shape);
    const seed = config.seed * 0x100000 + position.update;
    const noise = latentNoise({...model.config, seed, images: shape[0]});
    let parts: Scalar[] = [];
    const loss = (): Scalar => {
      const {bound, reconstruction, kl} = drawBound(model, images, noise, {training: true});
      parts = [keep(reconstruction), keep(kl)]; // else they go with the scope of the gradient
      return bound;
    };
    try {
      const standing = {update: position.update + 1, savedUpdate};
      const step = await optimizer.minimize(loss, model.variables, standing);
      const [[reconstruction], [kl]] = await Promise.all(parts.map((scalar) => scalar.data()));
      return {...step, reconstruction, kl};
    } finally {
      dispose([images, noise, ...parts]);
    }
  }

  endAt(update: number): void {
    Object.assign(this.config, {updates: update, epochs: null});
    this.optimizer.endAt(update);
  }

  takeLine(): DrawTrainingLine {
    const {config, position, epochsDone: epoch} = this;
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

  async measure(): Promise<DrawMeasuredLine[]> {
    const {valid, test} = this.images;
    return [await this.bound('validation', valid), await this.bound('test', test)];
  }

  private async bound(kind: DrawMeasuredLine['kind'], images: ImageSet): Promise<DrawMeasuredLine> {
    const {model, config, position, epochsDone: epoch} = this;
    const {count, ...nats} = await evaluateDraw(model, imageBatches(images, {batch: config.batch}));
    return {kind, update: position.update, epoch, ...nats, seconds: position.seconds, images: count};
  }

  start({imageShape, weights}: DrawCheckpoint): Promise<void> {
    const {initFrom} = this.config;
    if (String(imageShape) !== String(this.model.config.imageShape))
      throw new UserError(
        `initFrom: ${initFrom} was trained on images of ${imageShape.join('x')}, these are ${this.model.config.imageShape.join('x')}`,
      );
    restoreNetwork(this.model, weights);
    return Promise.resolve();
  }

  /**
   * All that is needed to go on from here.
   *
   * @throws {UserError} when a weight is not finite.
   */
  async checkpoint(): Promise<DrawCheckpoint> {
    const {config, model, position, savedUpdate} = this;
    const weights: StoredTensor[] = await Promise.all(
      model.namedWeights.map(async ({name, variable}) => {
        const value = variable.read();
        return {name, shape: value.shape, values: Float32Array.from(await value.data())};
      }),
    );
    requireFiniteWeights(weights, {config, update: position.update, savedUpdate});
    return {
      config,
      imageShape: model.config.imageShape,
      dataFingerprint: this.images.fingerprint,
      position: structuredClone(position),
      weights,
      optimizer: await this.optimizer.snapshot(),
    };
  }

  /**
   * Goes on from a checkpoint.
   *
   * @throws {UserError} when it was made on other images.
   */
  async restore(checkpoint: DrawCheckpoint): Promise<void> {
    if (checkpoint.dataFingerprint !== this.images.fingerprint)
      throw new UserError('data: these are not the images that the run was trained on; give the same files');
    restoreNetwork(this.model, checkpoint.weights);
    await this.optimizer.restore(checkpoint.optimizer);
    this.position = structuredClone(checkpoint.position);
    this.savedUpdate = this.position.update;
  }

  result(metrics: readonly DrawLine[]): Promise<DrawResult> {
    const {config, parameters, images} = this;
    return Promise.resolve({
      ...measuredDrawResult(metrics, config.batch),
      parameters,
      dataDescription: images.description,
      versions: {...versions(), backend: config.backend},
    });
  }

  dispose(): void {
    this.model.dispose();
    this.optimizer.dispose();
  }

  private nextBatch() {
    const epoch = Math.floor(this.position.update / this.updatesPerEpoch);
    if (this.current?.epoch !== epoch) {
      const {batch, seed} = this.config;
      const batches = imageBatches(this.images.train(epoch), {batch, shuffle: {seed, epoch}});
      this.current = {epoch, batches};
    }
    return this.current.batches.at(this.position.update % this.updatesPerEpoch);
  }
}

/** Empty sums, after a line of metrics. */
function noDrawSums(): DrawSums {
  return {updates: 0, bound: 0, reconstruction: 0, kl: 0, gradientNorm: 0, clipped: 0, seconds: 0};
}

/** Sets a network's weights to stored ones, to the bit. */
export function restoreNetwork(model: Draw, weights: readonly StoredTensor[]): void {
  const tensors: NamedTensorMap = Object.fromEntries(
    weights.map(({name, shape, values}) => [name, tensor(values, shape)]),
  );
  try {
    model.setWeights(tensors);
  } finally {
    dispose(tensors);
  }
}
