import {FLOAT_TYPES, readSafetensors as readStored, toFloat32} from 'normprop-runtime/weights';
import type {Safetensors as Stored} from 'normprop-runtime/weights';
import {bytesOf} from '../bytesOf.js';
import type {Weight} from '../chain/chain.js';

/** What a safetensors file holds. */
export interface Safetensors {
  metadata: Record<string, string>;
  tensors: Map<string, Weight>;
}

/**
 * Reads a safetensors file whole: F32, and F16, BF16 and F64, which become float32.
 *
 * @param file The whole file.
 * @throws For a file that is cut off, whose header is no JSON or too long, whose tensors overlap, leave gaps or lie outside the
 *   file, or are of another element type; the message names the tensor or the byte.
 *
 * Source: the format's description, github.com/huggingface/safetensors.
 */
export function readSafetensors(file: Uint8Array | ArrayBuffer): Safetensors {
  const {metadata, tensors} = stored(bytesOf(file, 'safetensors'));
  const weights = new Map<string, Weight>();
  for (const {name, type, shape, bytes} of tensors.values()) {
    if (!FLOAT_TYPES.includes(type))
      throw new Error(`safetensors: tensor '${name}': expected dtype ${FLOAT_TYPES.join(', ')}, got ${type}`);
    weights.set(name, {shape, values: toFloat32(bytes, type)});
  }
  return {metadata: Object.fromEntries(metadata), tensors: weights};
}

/** With the format's name before what is wrong. */
function stored(bytes: Uint8Array): Stored {
  try {
    return readStored(bytes);
  } catch (error) {
    throw new Error(`safetensors: ${(error as Error).message}`, {cause: error});
  }
}
