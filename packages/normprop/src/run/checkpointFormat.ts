import {createHash} from 'node:crypto';
import type {VocabularyJSON} from 'normprop-datasets';
import type {CharlmConfig} from '../config/charlmConfig.js';
import type {TrainingPosition} from '../train/trainingPosition.js';
import {UserError} from '../userError.js';

/** A float32 tensor at rest. */
export interface StoredTensor {
  name: string;
  shape: number[];
  values: Float32Array;
}

/** What every kind of run keeps; what else there is must be JSON. */
export interface StoredRun {
  position: {update: number};
  /** The model's weights and fixed arrays. */
  weights: StoredTensor[];
  /** The optimiser's moments. */
  optimizer: StoredTensor[];
}

/** All that a run needs to go on as if it had never stopped, and that sampling needs to start. */
export interface Checkpoint extends StoredRun {
  config: CharlmConfig;
  vocabulary: VocabularyJSON;
  /** Hash of the text's symbols: a run is not resumed on another text. */
  dataFingerprint: string;
  position: TrainingPosition;
}

const magic = 'NORMPROP-CHECKPOINT-1\n';
const digestLength = 32;

interface Header {
  weights: Array<{name: string; shape: number[]}>;
  optimizer: Array<{name: string; shape: number[]}>;
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
 * @throws {UserError} when the bytes are no checkpoint, are cut short, or do not match their checksum.
 */
export function decodeCheckpoint<Run extends StoredRun = Checkpoint>(bytes: Uint8Array, file: string): Run {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = magic.length + 4;
  if (buffer.length < start + digestLength || buffer.toString('latin1', 0, magic.length) !== magic)
    throw new UserError(`${file}: not a checkpoint of this program, or cut short (${buffer.length} bytes)`);
  const end = buffer.length - digestLength;
  if (!sha256(buffer.subarray(0, end)).equals(buffer.subarray(end)))
    throw new UserError(`${file}: corrupt or cut short: its checksum does not match its content`);
  const headerEnd = start + buffer.readUInt32LE(magic.length);
  const header = JSON.parse(buffer.toString('utf8', start, headerEnd)) as Header;
  let offset = headerEnd;
  const read = ({name, shape}: {name: string; shape: number[]}): StoredTensor => {
    const values = new Float32Array(sizeOf(shape));
    Buffer.from(values.buffer).set(buffer.subarray(offset, (offset += values.byteLength)));
    return {name, shape, values};
  };
  const tensors = {weights: header.weights.map(read), optimizer: header.optimizer.map(read)};
  return {...header, ...tensors} as unknown as Run;
}
