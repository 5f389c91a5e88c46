import {FieldReader} from './FieldReader.js';
import type {StoredTensor} from './readSafetensors.js';
import {FLOAT_TYPES, toFloat32} from './toFloat32.js';

/** Takes a layer's tensors from the file by their roles, with their shapes checked. */
export class TensorReader {
  readonly #names: FieldReader;

  /** @param names The layer's field `tensors`. */
  constructor(
    readonly layer: string,
    names: unknown,
    readonly tensors: ReadonlyMap<string, StoredTensor>,
  ) {
    this.#names = new FieldReader(`${layer}.tensors`, names ?? {});
  }

  /**
   * The values of a role.
   *
   * @param shapes The shapes that it may have; −1 stands for any size of at least 1.
   */
  take(role: string, ...shapes: number[][]): Float32Array {
    return this.optional(role, ...shapes) ?? this.#missing(role);
  }

  /** As `take`; undefined when the layer names no tensor for the role. */
  optional(role: string, ...shapes: number[][]): Float32Array | undefined {
    const name = this.#names.take(role);
    if (name === undefined) return undefined;
    const tensor = typeof name === 'string' ? this.tensors.get(name) : undefined;
    if (tensor === undefined)
      throw new Error(`${this.layer}.tensors.${role}: the file has no tensor ${JSON.stringify(name)}`);
    const {shape, type} = tensor;
    const fits = (expected: number[]): boolean =>
      shape.length === expected.length &&
      shape.every((n, i) => (expected[i] < 0 ? n > 0 : n === expected[i]));
    if (!shapes.some(fits)) {
      const wanted = shapes.map((s) => `[${s.map((n) => (n < 0 ? 'n' : n)).join(',')}]`).join(' or ');
      throw new Error(
        `tensor '${tensor.name}' (${this.layer}, ${role}): expected shape ${wanted}, got [${shape.join(',')}]`,
      );
    }
    if (!FLOAT_TYPES.includes(type))
      throw new Error(
        `tensor '${tensor.name}' (${this.layer}, ${role}): expected dtype ${FLOAT_TYPES.join(', ')}, got ${type}`,
      );
    return toFloat32(tensor.bytes, type);
  }

  /** @throws {Error} for a role that the layer does not have. */
  done(): void {
    this.#names.done();
  }

  #missing(role: string): never {
    throw new Error(`${this.layer}.tensors.${role}: expected the name of a tensor, got nothing`);
  }
}
