import {seededNormals} from '../random/seededNormals.js';
import {Spectra} from './spectra.js';
import type {White} from './spectra.js';

/** White noise from which the pre-activations of a set of sample paths are made. */
export interface PathNoise {
  /** Steps of a path, a power of two; paths are periodic. */
  length: number;
  /** White noise for the gates i, f and c, for two real paths each; f has half as many (see `NoisePool.draw`). */
  gates: White[][];
  /** Transforms between paths and spectra of this length. */
  spectra: Spectra;
}

/** Normals in the pool, a power of two: many more than one path needs, few enough to be made in 20 ms. */
const POOL = 2 ** 18;

/**
 * A store of seeded normals that hands out selections of them.
 *
 * Making fresh normals for each pass would cost as much as the pass. A selection starts anywhere and goes round the store
 * with any odd stride, so that two selections share no stretch: neighbouring frequencies that stay neighbours would carry
 * the same slow envelope into another path, and the rare large values of c come from such envelopes.
 */
export class NoisePool {
  private readonly normals: Float64Array;
  private state: number;

  /** @param seed an integer: equal seeds draw equal noise */
  constructor(seed: number) {
    const normals = seededNormals(POOL, seed);
    const scale = Math.sqrt(POOL / normals.reduce((sum, z) => sum + z * z, 0));
    this.normals = normals.map((z) => z * scale);
    this.state = seed;
  }

  /**
   * Noise for `pairs` pairs of paths, a multiple of 2, of the gates i, f and c (o is integrated exactly, it needs none).
   *
   * The forget gate gets half as many: each of its paths is used with both signs (antithetic), because what decides how
   * large c grows is whether f's slow part is up or down.
   */
  draw(length: number, pairs: number): PathNoise {
    const take = () => {
      const start = this.nextInteger(POOL);
      const stride = 2 * this.nextInteger(POOL / 2) + 1;
      return Float64Array.from({length}, (_, k) => this.normals[(start + stride * k) & (POOL - 1)]);
    };
    const gates = [pairs, pairs / 2, pairs].map((count) =>
      Array.from({length: count}, () => ({re: take(), im: take()})),
    );
    return {length, gates, spectra: new Spectra(length)};
  }

  /** A linear congruential step; its high bits are good enough to choose a place. */
  private nextInteger(below: number): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.state / 4294967296) * below);
  }
}
