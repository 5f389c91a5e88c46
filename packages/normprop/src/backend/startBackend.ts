import {enableProdMode, findBackendFactory, getBackend, setBackend} from '@tensorflow/tfjs-core';
import type {BackendName} from '../config/charlmConfig.js';
import {UserError} from '../userError.js';
import {loadNodeBackend} from './loadNodeBackend.js';

const loaders: Record<BackendName, () => unknown> = {
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
  wasm: () => import('@tensorflow/tfjs-backend-wasm'),
  tensorflow: () => loadNodeBackend(),
};

/**
 * Loads a tfjs backend and makes it the current one; nothing happens when it is already.
 *
 * @throws {UserError} when it does not start.
 */
export async function startBackend(name: BackendName): Promise<void> {
  if (getBackend() === name) return;
  enableProdMode(); // no greeting, no debug checks
  if (!findBackendFactory(name)) await loaders[name]();
  if (!(await setBackend(name))) throw new UserError(`backend: '${name}' did not start on this machine`);
}
