import {amatFile, matlabFile} from '../../test/imageFiles.js';
import {readBinaryImages} from './readBinaryImages.js';

const rows = [
  [1, 0, 0, 1, 1, 0, 1, 0, 1, 1],
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
  [1, 1, 1, 1, 1, 1, 1, 1, 0, 0],
];
const packed = [0b10011010, 0b11000000, 0, 0b01000000, 0b11111111, 0];
const read = (file: Uint8Array) => readBinaryImages(file, 10, 'a.amat');
const text = (content: string) => read(Uint8Array.from(Buffer.from(content)));

describe('readBinaryImages', () => {
  it.each([
    ['text', amatFile(rows)],
    [
      'text with other line ends',
      Uint8Array.from(Buffer.from(rows.map((r) => `${r.join(' ')} `).join('\r\n'))),
    ],
    ['MATLAB, packed bytes', matlabFile(rows)],
    ['MATLAB, plain doubles', matlabFile(rows, {doubles: true, packed: false})],
  ])('reads %s', async (_, file) => {
    expect(Array.from(await read(file))).toEqual(packed);
  });

  it('refuses other values, and names their place', async () => {
    await expect(text('0 1 0 1 0 1 0 1 0 1\n0 1 2 1 0 1 0 1 0 1\n')).rejects.toThrow(
      'a.amat: line 2, value 3 (byte 24): expected 0 or 1, got "2"',
    );
    await expect(text('0.5 1')).rejects.toThrow('line 1, value 1 (byte 0): expected 0 or 1, got "0.5"');
    await expect(text('01 1')).rejects.toThrow('expected 0 or 1, got "01"');
    const grey = rows.map((row) => [...row]);
    grey[1][2] = 3;
    await expect(read(matlabFile(grey))).rejects.toThrow('a.amat: row 2, column 3: expected 0 or 1, got 3');
    grey[1][2] = 0.5;
    await expect(read(matlabFile(grey, {doubles: true}))).rejects.toThrow('expected 0 or 1, got 0.5');
  });

  it('refuses images of another size', async () => {
    await expect(text('0 1 0 1 0 1 0 1 0 1\n0 1 0 1 0 1 0 1 0\n')).rejects.toThrow(
      'a.amat: line 2: expected 10 values, got 9',
    );
    await expect(text('0 1 0 1 0 1 0 1 0')).rejects.toThrow('a.amat: line 1: expected 10 values, got 9');
    await expect(text('\n')).rejects.toThrow('a.amat: line 1: expected 10 values, got 0');
    await expect(text(' ')).rejects.toThrow('a.amat: there are no images in it');
    await expect(read(matlabFile(rows.map((row) => row.slice(1))))).rejects.toThrow(
      'a.amat: expected a matrix of 10 columns, one row an image; got 3 x 9',
    );
  });

  it('refuses MATLAB files that are cut off or lie', async () => {
    const plain = matlabFile(rows, {packed: false});
    for (const [end, message] of [
      [60, 'ends after 60 bytes, expected at least 136'],
      [150, 'the element at byte 128 needs'],
    ] as const) {
      await expect(read(plain.subarray(0, end))).rejects.toThrow(`a.amat: ${message}`);
    }
    const file = matlabFile(rows);
    const cut = Uint8Array.from(file.subarray(0, -9));
    new DataView(cut.buffer).setUint32(132, cut.length - 136, true);
    await expect(read(cut)).rejects.toThrow('a.amat: the compressed data of');
    await expect(read(file.map((byte, i) => (i === 126 ? 0 : byte)))).rejects.toThrow('byte 126');
    await expect(read(matlabFile(rows, {dimensions: [4, 10]}))).rejects.toThrow(
      'expected 40 bytes of values for 4 x 10, got 30',
    );
    await expect(read(matlabFile(rows, {dimensions: [3, 5, 2]}))).rejects.toThrow(
      'expected a matrix of two dimensions, got 3',
    );
    const other = plain.map((byte, i) => (i === 128 ? 7 : byte));
    await expect(read(other)).rejects.toThrow('expected a matrix (type 14), got type 7');
  });
});
