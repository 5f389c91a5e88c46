import {tensor} from '@tensorflow/tfjs-core';
import type {DataType, Tensor} from '@tensorflow/tfjs-core';
import {InitializerBase, registerClass} from '../tfjs/classes.js';
import {SeededRandom, randomSeed} from '../random/SeededRandom.js';
import {orthonormalVectors} from './orthonormalVectors.js';

/** Arguments of `orthogonal`. */
export interface OrthogonalArgs {
  /** Factor on the result; default 1. */
  gain?: number;
  /** Integer; the same seed and shape give the same values on every machine. Random when absent. */
  seed?: number | null;
  /** Number of blocks side by side, each orthogonal by itself; default 4, the gates of an LSTM. */
  gates?: number;
}

/** See `orthogonal`. */
export class OrthogonalPerGate extends InitializerBase {
  static readonly className = 'OrthogonalPerGate';
  private readonly gain: number;
  private readonly seed: number | null;
  private readonly gates: number;

  constructor({gain = 1, seed = null, gates = 4}: OrthogonalArgs = {}) {
    super();
    if (!Number.isFinite(gain)) throw new Error(`gain: expected a finite number, got ${gain}`);
    if (seed !== null && !Number.isInteger(seed)) throw new Error(`seed: expected an integer, got ${seed}`);
    if (!(Number.isInteger(gates) && gates > 0)) {
      throw new Error(`gates: expected a positive integer, got ${gates}`);
    }
    this.gain = gain;
    this.seed = seed;
    this.gates = gates;
  }

  override apply(shape: number[], dtype?: DataType): Tensor {
    const [rows, columns] = shape;
    if (shape.length !== 2 || columns % this.gates !== 0) {
      throw new Error(
        `shape: expected [rows, a multiple of gates=${this.gates}], got [${shape.join(',')}]` +
          (this.gates === 1 ? '' : '; orthogonal({gates: 1}) makes one block'),
      );
    }
    const random = new SeededRandom(this.seed ?? randomSeed());
    const values = new Float32Array(rows * columns);
    const width = columns / this.gates;
    for (let gate = 0; gate < this.gates; gate++)
      this.fillBlock(values, rows, columns, gate * width, width, random);
    return tensor(values, shape, dtype === 'int32' ? 'int32' : 'float32');
  }

  override getConfig(): {gain: number; seed: number | null; gates: number} {
    return {gain: this.gain, seed: this.seed, gates: this.gates};
  }

  private fillBlock(
    values: Float32Array,
    rows: number,
    columns: number,
    offset: number,
    width: number,
    random: SeededRandom,
  ): void {
    const tall = rows >= width;
    const length = tall ? rows : width;
    const vectors = orthonormalVectors(tall ? width : rows, length, random);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < width; column++) {
        const index = tall ? column * length + row : row * length + column;
        values[row * columns + offset + column] = this.gain * vectors[index];
      }
    }
  }
}
registerClass(OrthogonalPerGate);

/**
 * Initializer: each gate's block is a random orthogonal matrix.
 *
 * `W = [Q_i, Q_f, Q_c, Q_o]`, each Q of shape [rows, columns/gates] with QᵀQ = I if it is tall or square (unit columns),
 * else QQᵀ = I, uniformly distributed over such matrices; times `gain`.
 *
 * `tf.initializers.orthogonal` makes one orthogonal [H,4H] matrix (so its columns do not have norm 1), and needs ops that
 * tfjs-core and tfjs-layers alone do not register.
 *
 * @throws For a shape that is not a matrix, or whose columns `gates` does not divide.
 *
 * Source: Saxe, McClelland & Ganguli 2014.
 */
export function orthogonal(args: OrthogonalArgs = {}): OrthogonalPerGate {
  return new OrthogonalPerGate(args);
}
