import {clone, dispose, keep, tensor, tensor1d} from '@tensorflow/tfjs-core';
import {trainingBatches} from 'normprop-datasets';
import {adam} from 'normprop-layers';
import {CharModel} from './CharModel.js';

/** A model in training on a text: update by update, to be saved and gone on with. */
export class Training {
  update = 0;
  seconds = 0;
  #epoch = 0;
  #done = 0;
  #batches;

  /**
   * @param {{model: string, units: number, length: number, batch: number, updates: number, learningRate: number, seed: number}} config
   * @param {import('normprop-datasets').TextCorpus} corpus
   */
  constructor(config, corpus) {
    this.config = config;
    this.corpus = corpus;
    this.model = new CharModel(config, corpus.vocabulary.symbols);
    const {learningRate, updates} = config;
    this.optimizer = adam({learningRate, clipNorm: 1, decay: {kind: 'linear', to: 0.01, updates}});
    this.#openEpoch();
  }

  get ended() {
    return this.update >= this.config.updates;
  }

  /** The batch of the next update; each epoch has an order of its own. */
  peekBatch() {
    while (this.#done >= this.#batches.count) {
      this.#done = 0;
      this.#epoch++;
      this.#openEpoch();
    }
    return this.#batches.at(this.#done);
  }

  #openEpoch() {
    const {length, batch, seed} = this.config;
    this.#batches = trainingBatches(this.corpus.train, {length, batch, seed, epoch: this.#epoch});
  }

  /** One update; returns the loss before it, in bits per character. */
  async step() {
    const begin = performance.now();
    const batch = this.peekBatch();
    const x = this.model.vectors(batch);
    const targets = tensor1d(batch.targets, 'int32');
    let nats;
    try {
      this.optimizer.minimize(
        () =>
          this.model.loss(x, targets, (value) => {
            nats = keep(clone(value));
          }),
        false,
        this.model.variables,
      );
      const [loss] = await nats.data();
      if (!Number.isFinite(loss))
        throw new Error(`update ${this.update + 1}: the loss is ${loss}; try a lower rate`);
      this.update++;
      this.#done++;
      return loss / Math.LN2;
    } finally {
      dispose([x, targets, ...(nats ? [nats] : [])]);
      this.seconds += (performance.now() - begin) / 1000;
    }
  }

  /** All that is needed to go on from here, as plain data. */
  async snapshot() {
    const weights = await this.optimizer.getWeights();
    const moments = await Promise.all(
      weights.map(async ({tensor: value}) => ({
        shape: value.shape,
        values: Float32Array.from(await value.data()),
      })),
    );
    weights[0].tensor.dispose(); // made for the call; the moments are the optimizer's own
    const {config, update, seconds} = this;
    const place = {epoch: this.#epoch, done: this.#done};
    return {config, update, seconds, place, weights: await this.model.snapshot(), moments};
  }

  /** Goes on from a snapshot of a training with the same config and text. */
  async restore({update, seconds, place, weights, moments}) {
    this.model.restore(weights);
    this.update = update;
    this.seconds = seconds;
    this.#epoch = place.epoch;
    this.#openEpoch();
    this.#done = place.done;
    if (moments.length === 1) return; // before the first update there are none
    const named = moments.map(({shape, values}, i) => ({
      name: i === 0 ? 'iter' : `moment${i}`,
      tensor: tensor(values, shape),
    }));
    await this.optimizer.setWeights(named);
    dispose(named.map((each) => each.tensor));
  }

  dispose() {
    this.model.dispose();
    this.optimizer.dispose();
  }
}
