import {tensor, tidy} from '@tensorflow/tfjs-core';
import type {Tensor3D} from '@tensorflow/tfjs-core';
import {orthogonal} from 'normprop-layers';

/**
 * Characters as vectors: one-hot times a fixed orthogonal matrix Q [V,V] times a scale. Q is seeded and not trained.
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
    this.rows = tidy(() =>
      Float32Array.from(
        orthogonal({gain: scale, seed, gates: 1}).apply([vocabularySize, vocabularySize]).dataSync(),
      ),
    );
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
