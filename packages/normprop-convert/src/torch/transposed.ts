import type {Weight} from '../chain/chain.js';

/** A matrix [N,M] as [M,N]. @throws Naming the tensor, where it is none. */
export function transposed({shape, values}: Weight, name: string): Weight {
  if (shape.length !== 2) throw new Error(`tensor '${name}': expected a matrix, got [${shape.join(',')}]`);
  const [rows, columns] = shape;
  const turned = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      turned[column * rows + row] = values[row * columns + column];
  }
  return {shape: [columns, rows], values: turned};
}
