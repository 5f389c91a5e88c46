import {deflateSync} from 'node:zlib';

/** An IDX file of bytes. */
export function idxFile(shape: number[], data: ArrayLike<number>): Uint8Array {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.set([0, 0, 8, shape.length]);
  shape.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
  return Uint8Array.from(Buffer.concat([header, Uint8Array.from(data)]));
}

/** Larochelle's text form. */
export const amatFile = (rows: number[][]): Uint8Array =>
  Uint8Array.from(Buffer.from(rows.map((row) => `${row.join(' ')}\n`).join('')));

const element = (type: number, data: Uint8Array): Buffer => {
  const tag = Buffer.alloc(8);
  tag.writeUInt32LE(type);
  tag.writeUInt32LE(data.length, 4);
  return Buffer.concat([tag, data, Buffer.alloc((8 - (data.length % 8)) % 8)]);
};

/** A MATLAB 5 file of one matrix 'X', its values stored as bytes (default) or doubles, packed (default) or not. */
export function matlabFile(
  rows: number[][],
  {
    doubles = false,
    packed = true,
    dimensions,
  }: {doubles?: boolean; packed?: boolean; dimensions?: number[]} = {},
): Uint8Array {
  const values = rows[0].flatMap((_, column) => rows.map((row) => row[column]));
  const real = doubles
    ? element(9, new Uint8Array(Float64Array.from(values).buffer))
    : element(2, Uint8Array.from(values));
  const matrix = element(
    14,
    Buffer.concat([
      element(6, Uint8Array.of(6, 0, 0, 0, 0, 0, 0, 0)),
      element(5, new Uint8Array(Int32Array.from(dimensions ?? [rows.length, rows[0].length]).buffer)),
      Buffer.from([1, 0, 1, 0, 88, 0, 0, 0]), // the name X, in the tag
      real,
    ]),
  );
  const header = Buffer.alloc(128, ' ');
  header.write('MATLAB 5.0 MAT-file, made by a test');
  header.set([0, 1], 124);
  header.write('IM', 126);
  const deflated = deflateSync(matrix);
  const tag = Buffer.alloc(8);
  tag.writeUInt32LE(15);
  tag.writeUInt32LE(deflated.length, 4);
  return Uint8Array.from(Buffer.concat([header, packed ? Buffer.concat([tag, deflated]) : matrix]));
}
