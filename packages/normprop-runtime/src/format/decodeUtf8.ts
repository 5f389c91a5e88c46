/**
 * The text of UTF-8 bytes; an AudioWorklet has no TextDecoder.
 *
 * @throws {Error} naming the first byte, counted from `offset`, that is not UTF-8.
 */
export function decodeUtf8(bytes: Uint8Array, offset = 0): string {
  const pieces: string[] = [];
  let units: number[] = [];
  for (let i = 0; i < bytes.length;) {
    const first = bytes[i];
    const extra =
      first < 0x80 ? 0 : first >= 0xc2 && first < 0xe0 ? 1 : first >= 0xe0 && first < 0xf0 ? 2 : 3;
    let code = extra === 0 ? first : first & (0x3f >> extra);
    for (let j = 1; j <= extra; j++) {
      const next = bytes[i + j] ?? 0;
      if ((next & 0xc0) !== 0x80) code = NaN;
      code = code * 64 + (next & 0x3f);
    }
    const least = [0, 0x80, 0x800, 0x10000][extra];
    const wrong = (extra === 3 && (first < 0xf0 || first > 0xf4)) || (code >= 0xd800 && code <= 0xdfff);
    if (wrong || !(code >= least && code <= 0x10ffff)) throw new Error(`byte ${offset + i}: not UTF-8`);
    if (code > 0xffff) units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff));
    else units.push(code);
    i += extra + 1;
    if (units.length > 4096) {
      pieces.push(String.fromCharCode(...units));
      units = [];
    }
  }
  return pieces.join('') + String.fromCharCode(...units);
}
