import {createHash} from 'node:crypto';
import {UserError} from '../userError.js';

/** A float32 tensor at rest. */
export interface StoredTensor {
  name: string;
  shape: number[];
  values: Float32Array;
}

/** What every kind of run keeps; what else there is must be JSON. */
export interface StoredRun {
  position: {
    /** Updates done. */
    update: number;
    /** Seconds spent in updates (not in validation or in saving), over all sittings. */
    seconds: number;
  };
  /** The model's weights and fixed arrays. */
  weights: StoredTensor[];
  /** The optimizer's moments. */
  optimizer: StoredTensor[];
}

const magic = 'NORMPROP-CHECKPOINT-1\n';
const digestLength = 32;

interface Described {
  name: string;
  shape: number[];
}

interface Header {
  position: StoredRun['position'];
  weights: Described[];
  optimizer: Described[];
}

const sizeOf = (shape: number[]): number => shape.reduce((product, side) => product * side, 1);
const sha256 = (...parts: Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/**
 * A checkpoint as bytes: a magic line, the header's length (uint32, little endian), the header (JSON), the tensors'
 * float32 values (little endian) in the header's order, SHA-256 of everything before it.
 */
export function encodeCheckpoint(checkpoint: StoredRun): Buffer {
  const {weights, optimizer, ...rest} = checkpoint;
  const describe = ({name, shape}: StoredTensor) => ({name, shape});
  const header: Header = {...rest, weights: weights.map(describe), optimizer: optimizer.map(describe)};
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  const values = [...weights, ...optimizer].map((tensor) =>
    Buffer.from(tensor.values.buffer, tensor.values.byteOffset, tensor.values.byteLength),
  );
  const parts = [Buffer.from(magic), length, json, ...values];
  return Buffer.concat([...parts, sha256(...parts)]);
}

/**
 * The checkpoint that the bytes hold.
 *
 * @param file Its name, for the message.
 * @throws {UserError} when the bytes are no checkpoint, are cut short, do not match their checksum, or
 *   hold another content than a checkpoint has; the message names the field.
 */
export function decodeCheckpoint<Run extends StoredRun = StoredRun>(bytes: Uint8Array, file: string): Run {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = magic.length + 4;
  if (buffer.length < start + digestLength || buffer.toString('latin1', 0, magic.length) !== magic)
    throw new UserError(`${file}: not a checkpoint of this program, or cut short (${buffer.length} bytes)`);
  const end = buffer.length - digestLength;
  if (!sha256(buffer.subarray(0, end)).equals(buffer.subarray(end)))
    throw new UserError(`${file}: corrupt or cut short: its checksum does not match its content`);
  const headerEnd = start + buffer.readUInt32LE(magic.length);
  const damaged = (what: string): UserError =>
    new UserError(`${file}: its checksum is right, but not its content: ${what}`);
  if (headerEnd > end) throw damaged('the header is longer than the file');
  const header = checkedHeader(buffer.toString('utf8', start, headerEnd), damaged);
  const described = [...header.weights, ...header.optimizer];
  const wanted = described.reduce((sum, {shape}) => sum + 4 * sizeOf(shape), 0);
  if (wanted !== end - headerEnd) throw damaged(`expected ${wanted} bytes of values, got ${end - headerEnd}`);
  let offset = headerEnd;
  const read = ({name, shape}: Described): StoredTensor => {
    const values = new Float32Array(sizeOf(shape));
    Buffer.from(values.buffer).set(buffer.subarray(offset, (offset += values.byteLength)));
    return {name, shape, values};
  };
  const tensors = {weights: header.weights.map(read), optimizer: header.optimizer.map(read)};
  return {...header, ...tensors} as unknown as Run;
}

/** The header, each field that every kind of run has looked at. */
function checkedHeader(text: string, damaged: (what: string) => UserError): Header {
  let header: Partial<Record<keyof Header, unknown>>;
  try {
    header = JSON.parse(text) as typeof header;
  } catch {
    throw damaged('the header is not JSON');
  }
  if (!isObject(header)) throw damaged('the header is no object');
  const {position, weights, optimizer} = header;
  if (!isObject(position)) throw damaged('position: expected an object');
  for (const [name, least] of [
    ['update', Number.isSafeInteger(position.update)],
    ['seconds', Number.isFinite(position.seconds)],
  ] as const) {
    if (!least || (position[name] as number) < 0)
      throw damaged(
        `position.${name}: expected a number of at least 0, got ${JSON.stringify(position[name])}`,
      );
  }
  for (const [field, list] of Object.entries({weights, optimizer})) {
    if (!Array.isArray(list)) throw damaged(`${field}: expected a list`);
    list.forEach((each: unknown, index) => {
      const isGood =
        isObject(each) &&
        typeof each.name === 'string' &&
        Array.isArray(each.shape) &&
        each.shape.every((side) => Number.isSafeInteger(side) && (side as number) >= 0);
      if (!isGood)
        throw damaged(
          `${field}[${index}]: expected {name, shape}, got ${JSON.stringify(each)?.slice(0, 80)}`,
        );
    });
  }
  return header as unknown as Header;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
