import {MAX_BYTES} from './maxBytes.js';

/** No packed byte stands for more: 258 bytes cost two bits at least (RFC 1951). */
const MOST_UNPACKED = 1032;

/**
 * Unpacks gzip or zlib data with the platform's `DecompressionStream`.
 *
 * @param what names the data in an error.
 * @param promised the size that the unpacked data promise, asked as soon as their first `headBytes` are there (all of them,
 *   if they are fewer). It throws if what they promise is not what is wanted: no memory is taken before. Unpacking ends with
 *   an error as soon as there are more bytes, and a promise that the packed bytes cannot keep is refused: a small file cannot
 *   fill the memory.
 * @throws if the data are cut off, damaged, or more or fewer than promised.
 */
export async function decompress(
  packed: Uint8Array,
  format: 'gzip' | 'deflate',
  {what, headBytes, promised}: {what: string; headBytes: number; promised: (head: Uint8Array) => number},
): Promise<Uint8Array> {
  const name = format === 'gzip' ? 'gzip' : 'compressed';
  const reader = unpacking(packed, format).getReader();
  let unpacked = new Uint8Array(headBytes);
  let filled = 0;
  let size: number | undefined;
  for (;;) {
    let chunk: ReadableStreamReadResult<Uint8Array>;
    try {
      chunk = await reader.read();
    } catch (cause) {
      // The platform's own message tells a cut-off file from a damaged one in its own words, or not at all.
      throw new Error(
        `${what}: the ${name} data of ${packed.length} bytes are cut off or damaged ` +
          `after ${filled} unpacked bytes (${(cause as Error).message})`,
        {cause},
      );
    }
    if (chunk.done) break;
    let {value} = chunk;
    if (size === undefined) {
      const head = value.subarray(0, headBytes - filled);
      unpacked.set(head, filled);
      filled += head.length;
      if (filled < headBytes) continue;
      size = checkedSize(promised(unpacked), packed.length, what);
      const whole = new Uint8Array(Math.max(size, headBytes));
      whole.set(unpacked);
      unpacked = whole;
      value = value.subarray(head.length);
    }
    if (filled + value.length > size) {
      await reader.cancel();
      throw tooMany(what, name, size);
    }
    unpacked.set(value, filled);
    filled += value.length;
  }
  if (size === undefined) size = checkedSize(promised(unpacked.subarray(0, filled)), packed.length, what);
  if (filled < size) throw new Error(`${what}: ends after ${filled} of ${size} unpacked bytes`);
  if (filled > size) throw tooMany(what, name, size);
  return unpacked.subarray(0, size);
}

const tooMany = (what: string, name: string, size: number) =>
  new Error(`${what}: the ${name} data hold more than the ${size} bytes that their header promises`);

function unpacking(packed: Uint8Array, format: 'gzip' | 'deflate'): ReadableStream<Uint8Array> {
  const source = new Blob([packed as Uint8Array<ArrayBuffer>]).stream();
  return source.pipeThrough(new DecompressionStream(format));
}

function checkedSize(size: number, packedSize: number, what: string): number {
  if (size > MAX_BYTES) {
    throw new Error(`${what}: the header promises ${size} bytes, expected at most ${MAX_BYTES}`);
  }
  if (size > MOST_UNPACKED * packedSize) {
    throw new Error(
      `${what}: the header promises ${size} bytes, more than ${packedSize} packed bytes can hold`,
    );
  }
  return size;
}
