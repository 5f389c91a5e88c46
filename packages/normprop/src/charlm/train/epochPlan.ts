import {trainingBatches} from 'normprop-datasets';
import type {SequenceBatch, SequenceBatches, TextCorpus} from 'normprop-datasets';
import type {CharlmConfig} from '../config/charlmConfig.js';
import {UserError} from '../../userError.js';
import type {TrainingPosition} from '../record/trainingPosition.js';

/**
 * Which batch comes when: a pure function of the config, so that a resumed run sees the same batches. Each epoch has
 * its own random offset and order.
 */
export class EpochPlan {
  /** Updates of the whole run. */
  readonly totalUpdates: number;
  private current?: {epoch: number; batches: SequenceBatches};

  /** @throws {UserError} when the text is too short for one batch. */
  constructor(
    private readonly corpus: TextCorpus,
    private readonly config: CharlmConfig,
  ) {
    this.totalUpdates = config.updates ?? this.updatesIn(config.epochs!);
    this.epoch(0);
  }

  /** Batches of one pass over the text; one more or less in some passes, as the offset has it. */
  batchesIn(epoch: number): number {
    return this.epoch(epoch).count;
  }

  /** The next batch. */
  at({epoch, batchOfEpoch}: Pick<TrainingPosition, 'epoch' | 'batchOfEpoch'>): SequenceBatch {
    return this.epoch(epoch).at(batchOfEpoch);
  }

  /** The first batches of the first epoch, at most `count`. */
  first(count: number): SequenceBatch[] {
    const length = Math.min(count, this.batchesIn(0));
    return Array.from({length}, (_, batchOfEpoch) => this.at({epoch: 0, batchOfEpoch}));
  }

  /** Passes over the text so far, with a fraction. */
  epochsDone({epoch, batchOfEpoch}: TrainingPosition): number {
    return epoch + batchOfEpoch / this.batchesIn(epoch);
  }

  /** Moves the position past the batch that it stands at. */
  advance(position: TrainingPosition): void {
    position.update++;
    position.batchOfEpoch++;
    if (position.batchOfEpoch < this.batchesIn(position.epoch)) return;
    position.epoch++;
    position.batchOfEpoch = 0;
  }

  private updatesIn(epochs: number): number {
    const whole = Math.floor(epochs);
    let total = 0;
    for (let epoch = 0; epoch < whole; epoch++) total += this.batchesIn(epoch);
    return Math.max(1, total + Math.round((epochs - whole) * this.batchesIn(whole)));
  }

  private epoch(epoch: number): SequenceBatches {
    if (this.current?.epoch === epoch) return this.current.batches;
    const {length, batch, seed} = this.config;
    try {
      const batches = trainingBatches(this.corpus.train, {length, batch, seed, epoch});
      this.current = {epoch, batches};
      return batches;
    } catch (error) {
      throw new UserError(`data: ${(error as Error).message}`);
    }
  }
}
