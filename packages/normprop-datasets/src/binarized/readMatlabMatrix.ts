import {decompress} from '../bytes/decompress.js';

/** Type numbers of the format. */
const TYPE = {int8: 1, uint8: 2, int32: 5, double: 9, matrix: 14, compressed: 15} as const;

/** A matrix of a MATLAB file. */
export interface MatlabMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Its value at a row and a column. */
  at(row: number, column: number): number;
}

interface Element {
  type: number;
  data: DataView;
  /** Offset of the element that follows. */
  next: number;
}

/**
 * Reads the first variable of a MATLAB 5 MAT file, which must be a real matrix stored as bytes or doubles, packed or not.
 *
 * @param what names the file in an error.
 * @param checkSizes throws for sizes that are not wanted; asked before any memory is taken for the values.
 * @throws if it is another kind of file or variable, or cut off; the message names the byte.
 * @source The MathWorks, *MAT-File Format*, level 5.
 */
export async function readMatlabMatrix(
  file: Uint8Array,
  what: string,
  checkSizes: (rows: number, columns: number) => void,
): Promise<MatlabMatrix> {
  if (!isMatlabFile(file)) throw new Error(`${what}: expected a MATLAB 5.0 MAT-file`);
  const bytes = viewOf(file);
  if (file.length < 136) throw new Error(`${what}: ends after ${file.length} bytes, expected at least 136`);
  if (bytes.getUint16(126, true) !== 0x4d49) {
    throw new Error(`${what}: byte 126: expected the letters IM (little-endian numbers)`);
  }
  let {type, data} = elementAt(bytes, 128, what);
  if (type === TYPE.compressed) {
    const packed = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const promised = (head: Uint8Array) => {
      if (head.length < 8) return 8;
      const view = viewOf(head);
      // Another variable than a matrix is refused below, as are the sizes of a small one.
      if (head.length === HEAD_BYTES && (view.getUint32(0, true) & 0xffff) === TYPE.matrix) {
        const {rows, columns} = sizesOf(new DataView(head.buffer, head.byteOffset + 8, HEAD_BYTES - 8), what);
        checkSizes(rows, columns);
      }
      return 8 + view.getUint32(4, true);
    };
    const unpacked = await decompress(packed, 'deflate', {what, headBytes: HEAD_BYTES, promised});
    ({type, data} = elementAt(viewOf(unpacked), 0, what));
  }
  if (type !== TYPE.matrix) throw new Error(`${what}: expected a matrix (type 14), got type ${type}`);
  const {rows, columns} = sizesOf(data, what);
  checkSizes(rows, columns);
  return matrix(data, what);
}

/** Whether a file begins as MATLAB 5 files do. */
export function isMatlabFile(file: Uint8Array): boolean {
  return String.fromCharCode(...file.subarray(0, 10)) === 'MATLAB 5.0';
}

/** Bytes of an unpacked file up to the end of its matrix's sizes, which are two (at most 16): tag, flags, tag, sizes. */
const HEAD_BYTES = 8 + 16 + 8 + 4 * 16;

/** The sizes of a matrix: its second part, after the flags. */
function sizesOf(data: DataView, what: string): {rows: number; columns: number; next: number} {
  const flags = elementAt(data, 0, what);
  const sizes = elementAt(data, flags.next, what);
  if (sizes.type !== TYPE.int32 || sizes.data.byteLength !== 8) {
    throw new Error(`${what}: expected a matrix of two dimensions, got ${sizes.data.byteLength / 4}`);
  }
  return {
    rows: sizes.data.getInt32(0, true),
    columns: sizes.data.getInt32(4, true),
    next: sizes.next,
  };
}

/** A matrix from its parts: flags, sizes, name, values. */
function matrix(data: DataView, what: string): MatlabMatrix {
  const {rows, columns, next} = sizesOf(data, what);
  const name = elementAt(data, next, what);
  const values = elementAt(data, name.next, what);
  const {type, data: stored} = values;
  if (type !== TYPE.int8 && type !== TYPE.uint8 && type !== TYPE.double) {
    throw new Error(`${what}: expected values of type 1, 2 (bytes) or 9 (doubles), got type ${type}`);
  }
  const size = type === TYPE.double ? 8 : 1;
  if (stored.byteLength !== rows * columns * size) {
    throw new Error(
      `${what}: expected ${rows * columns * size} bytes of values for ${rows} x ${columns}, got ${stored.byteLength}`,
    );
  }
  const read = (i: number) => (size === 8 ? stored.getFloat64(8 * i, true) : stored.getInt8(i));
  return {rows, columns, at: (row, column) => read(column * rows + row)}; // columns first, as in Fortran
}

/** The element at an offset; small ones have their data in the tag. */
function elementAt(view: DataView, offset: number, what: string): Element {
  if (offset + 8 > view.byteLength) throw new Error(`${what}: ends at byte ${offset}, within its matrix`);
  const first = view.getUint32(offset, true);
  const small = first >>> 16;
  const length = small || view.getUint32(offset + 4, true);
  const start = small ? offset + 4 : offset + 8;
  if (start + length > view.byteLength) {
    throw new Error(
      `${what}: the element at byte ${offset} needs ${length} bytes, ${view.byteLength - start} are left`,
    );
  }
  return {
    type: first & 0xffff,
    data: new DataView(view.buffer, view.byteOffset + start, length),
    next: small ? offset + 8 : start + Math.ceil(length / 8) * 8,
  };
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
