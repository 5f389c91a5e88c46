import {readModel} from './format/readModel.js';
import {Model} from './run/Model.js';
import {presentBytes, sourceBytes, type ModelSource} from './sourceBytes.js';

/** Reads a model from a source and runs it on a compiled module. */
export async function openModel(source: ModelSource, module: WebAssembly.Module): Promise<Model> {
  return new Model(readModel(await sourceBytes(source)), module);
}

/** Reads a model from bytes, at once. */
export function openBytes(bytes: ArrayBuffer | ArrayBufferView, module: WebAssembly.Module): Model {
  const present = presentBytes(bytes);
  if (present === undefined)
    throw new TypeError(`bytes: expected an ArrayBuffer or a view of one, got ${typeof bytes}`);
  return new Model(readModel(present), module);
}
