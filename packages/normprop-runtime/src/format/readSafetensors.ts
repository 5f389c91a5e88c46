import {decodeUtf8} from './decodeUtf8.js';
import {BYTES_OF} from './toFloat32.js';

/** A tensor of a safetensors file; its values are still bytes. */
export interface StoredTensor {
  name: string;
  /** As safetensors names it: F32, F16, ... */
  type: string;
  shape: number[];
  /** Little-endian, row-major: a view of the file. */
  bytes: Uint8Array;
}

/** What a safetensors file holds. */
export interface Safetensors {
  metadata: ReadonlyMap<string, string>;
  tensors: ReadonlyMap<string, StoredTensor>;
}

/** What the format's own library allows. */
const LONGEST_HEADER = 100_000_000;

/**
 * Reads a safetensors file.
 *
 *     8 bytes N, little-endian;  N bytes of JSON {name: {dtype, shape, data_offsets}, __metadata__?};  the values
 *
 * @throws {Error} naming the byte or the tensor: a file that is too short, a header that is too long or no JSON, a tensor with an unknown
 *   type, a wrong shape or offsets outside the file, tensors that overlap or leave a gap.
 *
 * Source: https://github.com/huggingface/safetensors, "Format".
 */
export function readSafetensors(file: Uint8Array): Safetensors {
  const header = readHeader(file);
  const data = file.subarray(header.end);
  const metadata = new Map<string, string>();
  const tensors: Array<StoredTensor & {begin: number; end: number}> = [];
  for (const [name, entry] of Object.entries(header.json)) {
    if (name === '__metadata__') readMetadata(entry, metadata);
    else tensors.push(readTensor(name, entry, data));
  }
  tensors.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let end = 0;
  for (const tensor of tensors) {
    if (tensor.begin !== end)
      throw new Error(
        `tensor '${tensor.name}': it begins at byte ${tensor.begin} of the values, expected ${end} (${tensor.begin < end ? 'it overlaps another' : 'a gap'})`,
      );
    ({end} = tensor);
  }
  if (end !== data.length)
    throw new Error(`byte ${header.end + end}: ${data.length - end} bytes that belong to no tensor`);
  return {
    metadata,
    tensors: new Map(tensors.map(({name, type, shape, bytes}) => [name, {name, type, shape, bytes}])),
  };
}

function readHeader(file: Uint8Array): {json: object; end: number} {
  if (file.length < 8)
    throw new Error(`byte 0: expected at least 8 bytes of a safetensors file, got ${file.length}`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = view.getUint32(4, true) * 2 ** 32 + view.getUint32(0, true);
  if (length > LONGEST_HEADER)
    throw new Error(
      `byte 0: the header's length is ${length}, more than ${LONGEST_HEADER}: no safetensors file`,
    );
  const end = 8 + length;
  if (end > file.length)
    throw new Error(
      `byte 0: a header of ${length} bytes does not fit the file's ${file.length} bytes: cut short?`,
    );
  if (file[8] !== 0x7b) throw new Error(`byte 8: expected '{', the beginning of the header, got ${file[8]}`);
  let json: unknown;
  try {
    json = JSON.parse(decodeUtf8(file.subarray(8, end), 8));
  } catch (error) {
    throw new Error(`byte 8: the header is no JSON: ${(error as Error).message}`, {cause: error});
  }
  return {json: json as object, end};
}

function readMetadata(entry: unknown, metadata: Map<string, string>): void {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry))
    throw new Error(`__metadata__: expected an object of strings, got ${JSON.stringify(entry)}`);
  for (const [key, value] of Object.entries(entry)) {
    if (typeof value !== 'string')
      throw new Error(`__metadata__.${key}: expected a string, got ${typeof value}`);
    metadata.set(key, value);
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function readTensor(name: string, entry: unknown, data: Uint8Array) {
  const fail = (what: string): never => {
    throw new Error(`tensor '${name}': ${what}`);
  };
  const fields = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>;
  const {dtype: type, shape, data_offsets: offsets} = fields;
  if (typeof type !== 'string' || !Object.hasOwn(BYTES_OF, type))
    return fail(`dtype: expected one of ${Object.keys(BYTES_OF).join(', ')}, got ${JSON.stringify(type)}`);
  if (!Array.isArray(shape) || !shape.every(isCount))
    return fail(`shape: expected a list of whole numbers, got ${JSON.stringify(shape)}`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    return fail(`data_offsets: expected two whole numbers, got ${JSON.stringify(offsets)}`);
  const [begin, end] = offsets as [number, number];
  if (begin > end || end > data.length)
    return fail(`data_offsets: [${begin},${end}] lie outside the file's ${data.length} bytes of values`);
  const size = shape.reduce((product, n) => product * n, BYTES_OF[type]);
  if (end - begin !== size)
    return fail(
      `[${shape.join(',')}] of ${type} takes ${size} bytes, its data_offsets [${begin},${end}] give ${end - begin}`,
    );
  return {name, type, shape: shape as number[], bytes: data.subarray(begin, end), begin, end};
}
