import {packBits} from '../images/packBits.js';
import {readAmat} from './readAmat.js';
import {isMatlabFile, readMatlabMatrix} from './readMatlabMatrix.js';

/**
 * Binary images from a file in either of its two forms, whatever its name: Larochelle's text or a MATLAB 5 matrix [images, pixels].
 *
 * @param pixels of an image.
 * @param what names the file in an error.
 * @returns the images packed by `packBits`, one row each.
 * @throws if it is neither, a value is not 0 or 1, or an image has another number of pixels.
 */
export async function readBinaryImages(file: Uint8Array, pixels: number, what: string): Promise<Uint8Array> {
  if (!isMatlabFile(file)) return readAmat(file, pixels, what);
  const matrix = await readMatlabMatrix(file, what, (rows, columns) => {
    if (columns === pixels && rows >= 1) return;
    throw new Error(
      `${what}: expected a matrix of ${pixels} columns, one row an image; got ${rows} x ${columns}`,
    );
  });
  return packBits(matrix.rows, matrix.columns, (row, column) => {
    const value = matrix.at(row, column);
    if (value === 0 || value === 1) return value;
    throw new Error(`${what}: row ${row + 1}, column ${column + 1}: expected 0 or 1, got ${value}`);
  });
}
