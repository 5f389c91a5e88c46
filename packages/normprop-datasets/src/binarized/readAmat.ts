import {packBits} from '../images/packBits.js';

const [ZERO, ONE, SPACE, NEWLINE, RETURN] = Array.from('01 \n\r', (symbol) => symbol.charCodeAt(0));

/**
 * Reads Larochelle's text form of binary images: a line an image, its pixels `0` or `1` with a space between them.
 *
 * @param columns pixels of an image.
 * @param what names the file in an error.
 * @returns the images packed by `packBits`, one row each.
 * @throws if there is another value or a line has another length; the message names line and byte.
 */
export function readAmat(text: Uint8Array, columns: number, what: string): Uint8Array {
  const values = new Uint8Array(Math.ceil(text.length / 2));
  let [count, line, column] = [0, 1, 0];
  const endLine = () => {
    if (column !== columns)
      throw new Error(`${what}: line ${line}: expected ${columns} values, got ${column}`);
    [line, column] = [line + 1, 0];
  };
  for (let at = 0; at < text.length; at++) {
    const byte = text[at];
    if (byte === SPACE || byte === RETURN) continue;
    if (byte === NEWLINE) {
      endLine();
      continue;
    }
    const after = text[at + 1];
    const alone = after === undefined || after === SPACE || after === NEWLINE || after === RETURN;
    if ((byte !== ZERO && byte !== ONE) || !alone) {
      const word = String.fromCharCode(...text.subarray(at, at + 12)).split(/\s/, 1)[0];
      throw new Error(
        `${what}: line ${line}, value ${column + 1} (byte ${at}): expected 0 or 1, got ${JSON.stringify(word)}`,
      );
    }
    values[count++] = byte - ZERO;
    column++;
  }
  if (column > 0) endLine(); // a last line without its end
  if (count === 0) throw new Error(`${what}: there are no images in it`);
  return packBits(count / columns, columns, (row, col) => values[row * columns + col]);
}
