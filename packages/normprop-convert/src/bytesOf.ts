/**
 * A file's bytes, whichever way they came; nothing is copied.
 *
 * @param what The argument's name, for the error.
 * @throws For anything but bytes, such as a path or a promise.
 */
export function bytesOf(file: Uint8Array | ArrayBuffer, what: string): Uint8Array {
  // Not instanceof: the bytes may come from another realm.
  if (ArrayBuffer.isView(file)) return new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
  if (Object.prototype.toString.call(file) === '[object ArrayBuffer]') return new Uint8Array(file);
  throw new Error(`${what}: expected the bytes of a file (Uint8Array or ArrayBuffer), got ${typeof file}`);
}
