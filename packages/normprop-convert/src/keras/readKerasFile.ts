import {HDF5File} from './HDF5File.js';
import {archivedWeights, legacyWeights} from './kerasWeights.js';
import type {FindWeights} from './kerasWeights.js';

/** What a Keras file holds: the architecture as Keras serialises it, and the weights of each layer. */
export interface KerasFile {
  architecture: unknown;
  weightsOf: FindWeights;
}

/** No part of an archive of real use is as large; a larger claim would fill the memory. */
const largestPart = 2 ** 31;

const isZip = (bytes: Uint8Array) => startsWith(bytes, [0x50, 0x4b, 3, 4]);
const isHDF5 = (bytes: Uint8Array) => startsWith(bytes, [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * Opens a `.keras` archive or an `.h5` file of either kind.
 *
 * @param architecture What `model.to_json()` gives, for a file of weights alone.
 * @throws For any other file, for a damaged one, and for one without an architecture where none is given.
 */
export async function readKerasFile(bytes: Uint8Array, architecture?: string): Promise<KerasFile> {
  if (isZip(bytes)) return readArchive(bytes);
  if (!isHDF5(bytes)) {
    const first = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    throw new Error(
      `Keras file: expected a .keras archive (50 4b 03 04) or an .h5 file (89 48 44 46), byte 0 begins ${first || 'nothing'}`,
    );
  }
  const file = await HDF5File.open(bytes);
  const inFile = file.text('', 'model_config');
  const text = inFile ?? architecture;
  if (text === undefined) {
    throw new Error(
      "Keras file: holds weights without an architecture; give what model.to_json() says as 'architecture'",
    );
  }
  return {
    architecture: parse(text, inFile === undefined ? 'architecture' : 'attribute model_config'),
    weightsOf: file.has('layers') ? archivedWeights(file) : legacyWeights(file),
  };
}

async function readArchive(bytes: Uint8Array): Promise<KerasFile> {
  const {unzipSync} = await import('fflate');
  const wanted = ['config.json', 'model.weights.h5'];
  let parts: Record<string, Uint8Array>;
  const found: string[] = [];
  try {
    parts = unzipSync(bytes, {
      filter: ({name, originalSize}) => {
        found.push(name);
        if (!wanted.includes(name)) return false;
        if (originalSize > largestPart) throw new Error(`${name} says that it has ${originalSize} bytes`);
        return true;
      },
    });
  } catch (error) {
    throw new Error(`Keras archive: cannot be unpacked (${(error as Error).message})`, {cause: error});
  }
  const part = (name: string): Uint8Array => {
    if (parts[name] === undefined)
      throw new Error(`Keras archive: has no ${name}; it has ${found.join(', ') || 'nothing'}`);
    return parts[name];
  };
  const config = new TextDecoder().decode(part('config.json'));
  const file = await HDF5File.open(part('model.weights.h5'));
  return {architecture: parse(config, 'config.json'), weightsOf: archivedWeights(file)};
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`Keras file: ${where} is no JSON (${(error as Error).message})`, {cause: error});
  }
}

function startsWith(bytes: Uint8Array, magic: number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}
