/** Where a model file comes from: its bytes, a Response or Blob, a URL, or in Node, Deno and Bun a path. */
export type ModelSource =
  ArrayBuffer | ArrayBufferView | string | URL | {arrayBuffer(): Promise<ArrayBuffer>};

interface Platform {
  process?: {
    versions?: {node?: string};
    getBuiltinModule?(name: 'node:fs/promises'): {readFile(path: string | URL): Promise<Uint8Array>};
  };
}

/** A scheme of at least two letters: `C:\\` is a path. */
const SCHEME = /^[a-z][a-z0-9+.-]+:/i;

/**
 * The bytes of a model file; a view where they are there already.
 *
 * @throws {Error} naming the address and the status, or the path, that could not be read.
 */
export async function sourceBytes(source: ModelSource): Promise<Uint8Array> {
  if (typeof source === 'string' || source instanceof URL) return readAddress(source);
  const bytes = presentBytes(source);
  if (bytes !== undefined) return bytes;
  const {arrayBuffer} = (source ?? {}) as Partial<Response>;
  if (typeof arrayBuffer !== 'function')
    throw new TypeError(`source: expected ${EXPECTED}, got ${typeof source}`);
  const response = source as Response;
  if (response.ok === false)
    throw new Error(`source: ${response.url || 'the response'} came with status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

const EXPECTED = 'bytes, a Response, a Blob, a URL or (outside a page) a path';

/** The bytes of a source that is bytes; undefined for another one. */
export function presentBytes(source: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  // of any realm
  if (Object.prototype.toString.call(source) === '[object ArrayBuffer]')
    return new Uint8Array(source as ArrayBuffer);
  return undefined;
}

async function readAddress(source: string | URL): Promise<Uint8Array> {
  const text = String(source);
  const scheme = SCHEME.exec(text)?.[0].toLowerCase();
  const files = (globalThis as Platform).process?.getBuiltinModule?.('node:fs/promises');
  if (files && (scheme === undefined || scheme === 'file:'))
    return files.readFile(scheme === undefined ? text : new URL(text));
  if (typeof fetch !== 'function')
    throw new Error(`source: this place cannot fetch ${text} (an AudioWorklet?); give it the file's bytes`);
  const response = await fetch(text);
  if (!response.ok) throw new Error(`source: ${text} came with status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
