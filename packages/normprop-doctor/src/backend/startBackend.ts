import {enableProdMode, findBackendFactory, getBackend, setBackend} from '@tensorflow/tfjs-core';
import type {BackendName} from './backendName.js';
import {DoctorError} from '../doctorError.js';
import {loadNodeBackend} from './loadNodeBackend.js';
import {loadWebGPUBackend} from './loadWebGPUBackend.js';

const loaders: Record<BackendName, () => unknown> = {
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
  wasm: () => import('@tensorflow/tfjs-backend-wasm'),
  tensorflow: () => loadNodeBackend(),
  webgpu: () => loadWebGPUBackend(),
};

/**
 * Loads a tfjs backend and makes it the current one; nothing happens when it is already.
 *
 * @throws {DoctorError} when it does not start.
 */
export async function startBackend(name: BackendName): Promise<void> {
  if (getBackend() === name) return;
  enableProdMode(); // no greeting, no debug checks
  if (!findBackendFactory(name)) await loaders[name]();
  if (!(await setBackend(name))) throw new DoctorError(`backend: '${name}' did not start on this machine`);
}
