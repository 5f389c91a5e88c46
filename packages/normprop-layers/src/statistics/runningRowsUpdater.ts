import {engine} from '@tensorflow/tfjs-core';
import {updateRunningRows} from './updateRunningRows.js';
import type {UpdateRunningRows} from './updateRunningRows.js';
import {updateRunningRowsInMemory} from './updateRunningRowsInMemory.js';

/** Backends that give a tensor's values at once; reading them anywhere else waits for a device. */
const inMemory: Record<string, UpdateRunningRows> = {
  cpu: updateRunningRowsInMemory,
  wasm: updateRunningRowsInMemory,
};

/** The way to update running averages that suits the current backend. */
export function runningRowsUpdater(): UpdateRunningRows {
  return inMemory[engine().backendName] ?? updateRunningRows;
}
