import {tensor} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';
import {SeededRandom, randomSeed} from './SeededRandom.js';

/**
 * Dropout masks that depend on nothing but the seed and the number of the training call.
 *
 * So a run that is stopped and resumed draws the same masks, if `calls` is put back to where it was.
 */
export class MaskStream {
  /** How many training calls have drawn masks. */
  calls = 0;
  private readonly base: number;
  private random: SeededRandom;

  /**
   * @param seed Null draws one at random.
   * @param salt Keeps two users of one seed apart.
   */
  constructor(
    seed: number | null,
    private readonly salt: number,
  ) {
    this.base = seed ?? randomSeed();
    this.random = new SeededRandom(this.base, salt, 0);
  }

  /** Begins the masks of the next training call. */
  nextCall(): void {
    this.random = new SeededRandom(this.base, this.salt, ++this.calls);
  }

  /** A dropout mask: 0 with probability `rate`, else 1/(1 − rate). */
  dropout(shape: number[], rate: number): Tensor {
    return this.draw(shape, rate, 0, 1 / (1 - rate));
  }

  /** A zoneout mask: 1 (keep the old value) with probability `rate`, else 0. */
  zoneout(shape: number[], rate: number): Tensor {
    return this.draw(shape, rate, 1, 0);
  }

  private draw(shape: number[], rate: number, hit: number, miss: number): Tensor {
    const threshold = rate * 0x100000000;
    const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
    for (let i = 0; i < values.length; i++) values[i] = this.random.uint32() < threshold ? hit : miss;
    return tensor(values, shape);
  }
}
