import {tensor, tidy} from '@tensorflow/tfjs-core';
import type {Tensor3D} from '@tensorflow/tfjs-core';
import {orthogonal} from 'normprop-layers';

/** Larger orthogonal matrices are made of blocks of this size: making one takes V³ steps. */
const blockSize = 512;

/**
 * Characters as vectors: one-hot times a fixed orthogonal matrix Q [V,V] times a scale. Q is seeded and not trained. Of more than 512
 * characters it has orthogonal blocks of at most 512 on its diagonal, a seed each, and zeros beside them: it is orthogonal all the same.
 *
 * A one-hot row times Q is a row of Q, so this copies rows, which is faster than a product and needs no gradient.
 * Rows of Q have norm 1: the variance of each component is scale²/V.
 */
export class InputProjection {
  /** V × V, the scale multiplied in. */
  readonly rows: Float32Array;

  constructor(
    readonly vocabularySize: number,
    readonly scale: number,
    seed: number,
  ) {
    this.rows = new Float32Array(vocabularySize ** 2);
    for (let first = 0; first < vocabularySize; first += blockSize) {
      const size = Math.min(blockSize, vocabularySize - first);
      const block = tidy(() =>
        // The first block has the seed itself, so that a small vocabulary has the matrix that it always had.
        orthogonal({gain: scale, seed: seed + first * 0x10000, gates: 1})
          .apply([size, size])
          .dataSync(),
      );
      for (let row = 0; row < size; row++)
        this.rows.set(block.subarray(row * size, (row + 1) * size), (first + row) * vocabularySize + first);
    }
  }

  /** Variance of each component, over characters drawn evenly. */
  get variance(): number {
    return this.scale ** 2 / this.vocabularySize;
  }

  /** The vectors of symbols [batch × timeSteps] as [B,T,V]. */
  project(symbols: ArrayLike<number>, batch: number, timeSteps: number): Tensor3D {
    const {rows, vocabularySize: width} = this;
    const values = new Float32Array(symbols.length * width);
    for (let i = 0; i < symbols.length; i++) {
      const start = symbols[i] * width;
      values.set(rows.subarray(start, start + width), i * width);
    }
    return tensor(values, [batch, timeSteps, width]) as Tensor3D;
  }
}
