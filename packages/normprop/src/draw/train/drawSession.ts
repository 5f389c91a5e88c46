import {dispose, keep, tensor, tensor4d, tidy, variableGrads} from '@tensorflow/tfjs-core';
import type {NamedTensorMap, Scalar} from '@tensorflow/tfjs-core';
import {clipByGlobalNorm} from 'normprop-core';
import {imageBatches} from 'normprop-datasets';
import type {ImageBatches} from 'normprop-datasets';
import {drawBound, latentNoise} from 'normprop-draw';
import type {Draw} from 'normprop-draw';
import {applyConstraints} from 'normprop-layers';
import type {StoredTensor} from '../../run/checkpointFormat.js';
import {CharlmOptimizer} from '../../train/charlmOptimizer.js';
import {requireFiniteGradient, requireFiniteWeights} from '../../train/notFinite.js';
import {UserError} from '../../userError.js';
import type {DrawRunConfig} from '../config/drawRunConfig.js';
import {networkOf} from '../config/networkOf.js';
import type {DrawImages} from '../data/loadDrawImages.js';
import type {DrawNats} from './drawMetrics.js';
import type {DrawCheckpoint, DrawPosition, DrawSums} from './drawRun.js';

/** A norm that no gradient exceeds: clipping at it only measures. */
const neverClips = 3e38;

/** What one update measured; the bound is that before it. */
export interface DrawUpdate extends DrawNats {
  /** Global norm of the gradient before clipping. */
  gradientNorm: number;
  clipped: boolean;
  seconds: number;
}

/** A network in training: its weights, its optimiser, and where it stands. */
export class DrawSession {
  readonly model: Draw;
  readonly config: DrawRunConfig;
  private total: number;
  position: DrawPosition = {update: 0, seconds: 0, sinceLog: noDrawSums()};
  /** The update whose checkpoint was saved or loaded last. */
  savedUpdate = 0;
  private readonly optimizer: CharlmOptimizer;
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
    this.total = config.updates ?? Math.max(1, Math.round(config.epochs! * this.updatesPerEpoch));
    this.model = networkOf(config, [height, width, channels]);
    this.optimizer = new CharlmOptimizer(config);
  }

  /** Updates of the whole run. */
  get totalUpdates(): number {
    return this.total;
  }

  /** Makes an update that is still to come the last one; the config then says so too. */
  shortenTo(update: number): void {
    this.total = update;
    Object.assign(this.config, {updates: update, epochs: null});
  }

  /** Passes over the images so far, with a fraction. */
  get epochsDone(): number {
    return this.position.update / this.updatesPerEpoch;
  }

  /** Whether the images are measured after an update: at its interval, or after each epoch. */
  isMeasurementDue(update: number): boolean {
    return update % (this.config.validateEvery || this.updatesPerEpoch) === 0;
  }

  /**
   * One update of the weights: bound, gradient, clipping, Adam, projection.
   *
   * The order of the images is a function of seed and epoch, the noise one of seed and update.
   *
   * @throws {UserError} when the bound or the gradient is not finite; the weights stay as they were.
   */
  update(): DrawUpdate {
    const {model, config, position, savedUpdate} = this;
    const begin = performance.now();
    const {pixels, shape} = this.nextBatch();
    const maxNorm = config.clipNorm ?? neverClips;
    const measured = tidy(() => {
      const images = tensor4d(pixels, shape);
      const noise = latentNoise({
        ...model.config,
        seed: config.seed * 0x100000 + position.update,
        images: shape[0],
      });
      let parts: Scalar[] = [];
      const {value, grads} = variableGrads(() => {
        const {bound, reconstruction, kl} = drawBound(model, images, noise, {training: true});
        parts = [keep(reconstruction), keep(kl)]; // else they go with the scope of the gradient
        return bound;
      }, model.variables);
      const names = Object.keys(grads);
      const {clipped, globalNorm} = clipByGlobalNorm(
        names.map((name) => grads[name]),
        maxNorm,
      );
      const [bound, reconstruction, kl, gradientNorm] = [value, ...parts, globalNorm].map(
        (scalar) => scalar.dataSync()[0],
      );
      dispose(parts);
      const standing = {config, update: position.update + 1, savedUpdate};
      requireFiniteGradient({loss: bound, gradientNorm}, standing);
      this.optimizer.apply(names.map((name, index) => ({name, tensor: clipped[index]})));
      return {bound, reconstruction, kl, gradientNorm, clipped: gradientNorm > maxNorm};
    });
    applyConstraints(model);
    const update = {...measured, seconds: (performance.now() - begin) / 1000};
    this.add(update);
    return update;
  }

  /**
   * All that is needed to go on from here.
   *
   * @throws {UserError} when a weight is not finite.
   */
  async checkpoint(): Promise<DrawCheckpoint> {
    const {config, model, position, savedUpdate} = this;
    const weights: StoredTensor[] = model.namedWeights.map(({name, variable}) => {
      const value = variable.read();
      return {name, shape: value.shape, values: Float32Array.from(value.dataSync())};
    });
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

  private add({clipped, ...update}: DrawUpdate): void {
    const {position} = this;
    const {sinceLog} = position;
    position.update++;
    position.seconds += update.seconds;
    sinceLog.updates++;
    sinceLog.clipped += clipped ? 1 : 0;
    for (const name of ['bound', 'reconstruction', 'kl', 'gradientNorm', 'seconds'] as const)
      sinceLog[name] += update[name];
  }
}

/** Empty sums, after a line of metrics. */
export function noDrawSums(): DrawSums {
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
