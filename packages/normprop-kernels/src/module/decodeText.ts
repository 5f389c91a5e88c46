/** Characters that are themselves in every kind of string, in a page's script and in any encoding. */
const ALPHABET = '!#%&()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~';
/** Bytes below this are one character. The last two characters stand before another and add it once and twice. */
const SINGLE = 86;

/**
 * The bytes that `scripts/encodeText.mjs` wrote as text. Unlike in base64 the same bytes are always the same characters, so that gzip
 * finds repetitions: the kernels are a quarter smaller.
 */
export function decodeText(text: string): Uint8Array<ArrayBuffer> {
  const values = new Uint8Array(128);
  for (let i = 0; i < ALPHABET.length; i++) values[ALPHABET.charCodeAt(i)] = i;
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const value = values[text.charCodeAt(i)];
    const more = value - SINGLE + 1;
    bytes[length++] = more < 1 ? value : more * SINGLE + values[text.charCodeAt(++i)];
  }
  return bytes.slice(0, length);
}
