import type {Tensor} from '@tensorflow/tfjs-core';

/**
 * Throws unless the tensor has the expected shape, with the argument's name, what was expected and what came.
 *
 * @param expected One entry per dimension; null accepts any size.
 */
export function checkShape(name: string, tensor: Tensor, expected: ReadonlyArray<number | null>): void {
  if (tensor === undefined || tensor === null || !Array.isArray(tensor.shape)) {
    throw new Error(`${name}: expected a tensor of shape ${shapeText(expected)}, got ${String(tensor)}`);
  }
  const {shape} = tensor;
  if (shape.length !== expected.length || expected.some((size, i) => size !== null && size !== shape[i])) {
    throw new Error(`${name}: expected shape ${shapeText(expected)}, got [${shape.join(',')}]`);
  }
}

function shapeText(shape: ReadonlyArray<number | null>): string {
  return `[${shape.map((size) => size ?? 'any').join(',')}]`;
}
