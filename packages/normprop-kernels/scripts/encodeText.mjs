const ALPHABET = [...Array(94).keys()]
  .map((i) => String.fromCharCode(33 + i))
  .filter((character) => !'"$\'<\\`'.includes(character))
  .join('');
const SINGLE = 86;

/** Bytes as text, for `decodeText` (src/module), which says how: one character for those below 86, two for the others. */
export const encodeText = (bytes) =>
  Array.from(bytes, (byte) =>
    byte < SINGLE
      ? ALPHABET[byte]
      : ALPHABET[SINGLE - 1 + Math.floor(byte / SINGLE)] + ALPHABET[byte % SINGLE],
  ).join('');
