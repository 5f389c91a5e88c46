import {engine} from '@tensorflow/tfjs-core';
import {isInMemory} from 'normprop-core';
import {updateRunningRows} from './updateRunningRows.js';
import type {UpdateRunningRows} from './updateRunningRows.js';
import {updateRunningRowsInMemory} from './updateRunningRowsInMemory.js';

/** The way to update running averages that suits the current backend: reading values elsewhere waits for a device. */
export const runningRowsUpdater = (): UpdateRunningRows =>
  isInMemory(engine().backendName) ? updateRunningRowsInMemory : updateRunningRows;
