/**
 * The text of UTF-8 bytes, strictly: bytes that are not text are an error, never `�`. A leading byte order mark is
 * dropped; nothing else is changed (line ends stay as they are).
 *
 * @param what names the bytes in an error, e.g. the file.
 * @throws if a NUL byte or an invalid sequence is found; the message says at which byte, counted from 0.
 */
export function decodeUtf8(bytes: Uint8Array, what: string): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new Error(`${what}: this is UTF-16 (byte order mark at byte 0); convert it to UTF-8 first`);
  }
  const nul = bytes.indexOf(0);
  if (nul >= 0) throw new Error(`${what}: expected UTF-8 text, got a binary file (NUL at byte ${nul})`);
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
  } catch (cause) {
    const at = firstInvalidByte(bytes);
    const found =
      at < bytes.length ? `byte 0x${bytes[at].toString(16).padStart(2, '0')}` : 'the end of the file';
    throw new Error(
      `${what}: expected UTF-8 text, got ${found} at byte ${at}, which no UTF-8 character allows`,
      {
        cause,
      },
    );
  }
}

/** Bytes that are decoded at once in search of the first invalid one. */
const CHUNK = 1 << 20;

/** The first byte at which no valid text can go on; the length if the text ends within a character. */
function firstInvalidByte(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', {fatal: true});
  for (let start = 0; start < bytes.length; start += CHUNK) {
    try {
      decoder.decode(bytes.subarray(start, start + CHUNK), {stream: true});
    } catch {
      const first = characterStart(bytes, start);
      return first + firstInvalidOf(bytes.subarray(first, start + CHUNK));
    }
  }
  return bytes.length;
}

/** Where the last character before byte `at` begins, which may go on there: 1 to 4 bytes before. */
function characterStart(bytes: Uint8Array, at: number): number {
  let start = Math.max(0, at - 1);
  while (start > 0 && at - start < 4 && (bytes[start] & 0xc0) === 0x80) start--;
  return start;
}

/** The first invalid byte of bytes that have one, and begin with a character. */
function firstInvalidOf(bytes: Uint8Array): number {
  const validSoFar = (length: number): boolean => {
    try {
      new TextDecoder('utf-8', {fatal: true}).decode(bytes.subarray(0, length), {stream: true});
      return true;
    } catch {
      return false;
    }
  };
  // The longest prefix that is valid as a stream, by bisection: an error stays one however much follows.
  let valid = 0;
  let invalid = bytes.length + 1;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (validSoFar(middle)) valid = middle;
    else invalid = middle;
  }
  return valid;
}
