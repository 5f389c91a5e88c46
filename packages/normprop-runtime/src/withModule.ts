// The entry for places where compiling WebAssembly from bytes is forbidden; it does not carry the binaries.
import {openBytes, openModel} from './openModel.js';
import type {Model} from './run/Model.js';
import type {ModelSource} from './sourceBytes.js';

/** What these two need. */
export interface ModuleOptions {
  /** This package's `kernels.wasm` or `kernels-relaxed.wasm`, compiled in the way that the place allows. */
  module: WebAssembly.Module;
}

/** As `loadModel` of the main entry, with a module that is compiled already. */
export async function loadModel(source: ModelSource, {module}: ModuleOptions): Promise<Model> {
  expectModule(module);
  return openModel(source, module);
}

/** As `modelFromBytes` of the main entry, with a module that is compiled already. */
export function modelFromBytes(bytes: ArrayBuffer | ArrayBufferView, {module}: ModuleOptions): Model {
  expectModule(module);
  return openBytes(bytes, module);
}

function expectModule(module: unknown): void {
  if (Object.prototype.toString.call(module) !== '[object WebAssembly.Module]')
    throw new TypeError(
      `module: expected a WebAssembly.Module of normprop-runtime/kernels.wasm, got ${typeof module}`,
    );
}

export type {Model, ModelInput, ModelLayer, ModelOutput, RunSizes} from './run/Model.js';
export type {LayerState, StepInput, Stream, StreamState} from './run/Stream.js';
export type {ModelSource} from './sourceBytes.js';
