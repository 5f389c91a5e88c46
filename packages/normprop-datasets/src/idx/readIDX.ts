import {decompress} from '../bytes/decompress.js';

/** An array of unsigned bytes, as IDX files hold it. */
export interface IDXArray {
  /** Its sizes, outermost first. */
  readonly shape: readonly number[];
  /** Its bytes, the last dimension fastest. */
  readonly data: Uint8Array;
}

/**
 * Reads an IDX file of unsigned bytes, as it is or packed with gzip.
 *
 * Bytes 0 0, type 8 (unsigned byte), number of dimensions, their sizes (32 bits, big-endian), then the data.
 *
 * @param what names the file in an error.
 * @param dimensions how many are expected: 1 for labels, 3 for images.
 * @param checkShape throws for a shape that is not wanted; asked before any memory is taken for the data.
 * @throws if the file is another kind of file, cut off, too long or empty; the message names the byte.
 * @source Y. LeCun, C. Cortes, C. Burges, *The MNIST database*: the IDX file format.
 */
export async function readIDX(
  file: Uint8Array,
  what: string,
  dimensions: number,
  checkShape?: (shape: readonly number[]) => void,
): Promise<IDXArray> {
  const headBytes = 4 + 4 * dimensions;
  const shapeOf = (head: Uint8Array): number[] => {
    checkMagic(head, what, dimensions);
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    return Array.from({length: dimensions}, (_, i) => view.getUint32(4 + 4 * i));
  };
  const promised = (head: Uint8Array): number => {
    const shape = shapeOf(head);
    if (shape.includes(0)) {
      throw new Error(`${what}: there is nothing in it, its shape is [${shape.join(',')}]`);
    }
    checkShape?.(shape);
    return shape.reduce((size, length) => size * length, 1) + headBytes;
  };

  const packed = file[0] === 0x1f && file[1] === 0x8b;
  const bytes = packed ? await decompress(file, 'gzip', {what, headBytes, promised}) : file;
  const size = promised(bytes);
  if (bytes.length < size) throw new Error(`${what}: ends after ${bytes.length} of ${size} bytes`);
  if (bytes.length > size) {
    throw new Error(`${what}: expected ${size} bytes, as its header says, got ${bytes.length}`);
  }
  return {shape: shapeOf(bytes), data: bytes.subarray(headBytes)};
}

function checkMagic(head: Uint8Array, what: string, dimensions: number): void {
  const expected = [0, 0, 8, dimensions];
  const at = expected.findIndex((byte, i) => head[i] !== byte);
  const headBytes = 4 + 4 * dimensions;
  if (at < 0 && head.length >= headBytes) return;
  if (at < 0 || at >= head.length) {
    throw new Error(`${what}: ends after ${head.length} bytes, its header has ${headBytes}`);
  }
  const kind = dimensions === 1 ? 'labels' : 'images';
  throw new Error(
    `${what}: expected an IDX file of ${kind} (bytes ${expected.join(' ')} at its start, or gzip's 31 139), ` +
      `got ${Array.from(head.subarray(0, 4)).join(' ')}`,
  );
}
