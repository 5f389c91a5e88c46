/** Bytes that hold so many bits. */
export const packedBytes = (bits: number): number => Math.ceil(bits / 8);

/**
 * Packs values of 0 and 1 into bits: eight a byte, the first in the highest bit. Each row begins with a new byte.
 *
 * @param bit the value at a row and column.
 * @returns rows · ceil(columns/8) bytes.
 */
export function packBits(
  rows: number,
  columns: number,
  bit: (row: number, column: number) => number,
): Uint8Array {
  const stride = packedBytes(columns);
  const packed = new Uint8Array(rows * stride);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (bit(row, column) !== 0) packed[row * stride + (column >> 3)] |= 0x80 >> (column & 7);
    }
  }
  return packed;
}
