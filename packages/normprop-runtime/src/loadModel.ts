import {streamModule} from 'normprop-kernels/stream';
import {openBytes, openModel} from './openModel.js';
import type {Model} from './run/Model.js';
import type {ModelSource} from './sourceBytes.js';

/** Options of `loadModel` and `modelFromBytes`. */
export interface LoadOptions {
  /** This package's `kernels.wasm`, compiled elsewhere; default: compiled from the bytes in this package. */
  module?: WebAssembly.Module;
}

/**
 * Loads a trained model: a safetensors file whose metadata describe it (FORMAT.md), as `exportRuntime` of normprop-convert writes it.
 * The weights are folded once, so that a step of any model costs no more than a plain LSTM's.
 *
 * @param source Bytes, a Response or Blob, a URL, or in Node, Deno and Bun a path.
 * @throws {Error} naming the byte, tensor, layer or field of a bad file, the address that could not be read, or the missing SIMD.
 *
 * @example
 * const model = await loadModel('model.safetensors');
 * const stream = model.stream();
 * const y = stream.step(x); // the next time step
 */
export async function loadModel(source: ModelSource, {module}: LoadOptions = {}): Promise<Model> {
  return openModel(source, module ?? streamModule());
}

/** `loadModel` for bytes, without a promise: for an AudioWorklet's constructor. */
export function modelFromBytes(bytes: ArrayBuffer | ArrayBufferView, {module}: LoadOptions = {}): Model {
  return openBytes(bytes, module ?? streamModule());
}
