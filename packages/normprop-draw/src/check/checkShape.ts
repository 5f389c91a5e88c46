import type {Tensor} from '@tensorflow/tfjs-core';

/** Throws unless the tensor has the shape; null stands for any size. */
export function checkShape(name: string, tensor: Tensor, expected: ReadonlyArray<number | null>): void {
  const {shape} = tensor;
  if (shape.length === expected.length && expected.every((size, i) => size === null || size === shape[i])) {
    return;
  }
  const wanted = expected.map((size) => size ?? 'any').join(',');
  throw new Error(`${name}: expected shape [${wanted}], got [${shape.join(',')}]`);
}
