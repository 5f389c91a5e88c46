import {concat, slice, tensor1d, tidy} from '@tensorflow/tfjs-core';
import type {DataType, Tensor} from '@tensorflow/tfjs-core';
import {InitializerBase, registerClass} from '../tfjs/classes.js';
import type {Initializer, SerializedObject} from '../tfjs/classes.js';
import {resolveInitializer, serialize} from '../tfjs/resolve.js';
import type {Identifier} from '../tfjs/resolve.js';

/** Arguments of `gateBias`. */
export interface GateBiasArgs {
  /** The forget gate's bias; default 1. */
  forgetBias?: number;
  /** How the other three gates start; default 'zeros'. */
  otherGates?: Identifier<Initializer>;
}

/** See `gateBias`. */
export class GateBias extends InitializerBase {
  static readonly className = 'GateBias';
  /** The forget gate's bias. */
  readonly forgetBias: number;
  private readonly otherGates: Initializer;

  constructor({forgetBias = 1, otherGates = 'zeros'}: GateBiasArgs = {}) {
    super();
    if (!Number.isFinite(forgetBias)) {
      throw new Error(`forgetBias: expected a finite number, got ${forgetBias}`);
    }
    this.forgetBias = forgetBias;
    this.otherGates = resolveInitializer(otherGates);
  }

  /** Whether all biases but the forget gate's start at 0, so that `forgetBias` says everything. */
  get othersAreZero(): boolean {
    return this.otherGates.getClassName() === 'Zeros';
  }

  override apply(shape: number[], dtype?: DataType): Tensor {
    if (shape.length !== 1 || shape[0] % 4 !== 0) {
      throw new Error(`shape: expected [4·units], got [${shape.join(',')}]`);
    }
    const units = shape[0] / 4;
    return tidy(() => {
      const others = this.otherGates.apply(shape, dtype);
      return concat([
        slice(others, 0, units), // i
        tensor1d(new Array<number>(units).fill(this.forgetBias)), // f; on webgpu it stays readable at once
        slice(others, 2 * units, 2 * units), // c, o
      ]);
    });
  }

  override getConfig(): {forgetBias: number; otherGates: SerializedObject} {
    return {forgetBias: this.forgetBias, otherGates: serialize(this.otherGates)!};
  }
}
registerClass(GateBias);

/**
 * Initializer of an LSTM's bias [4H], gates i, f, c, o: the forget gate gets `forgetBias`, the others `otherGates`.
 *
 * @throws For a shape that is not [4·units].
 *
 * Source: Jozefowicz, Zaremba & Sutskever 2015 (forget bias 1).
 */
export function gateBias(args: GateBiasArgs = {}): GateBias {
  return new GateBias(args);
}
