import type {BackendName} from '../config/charlmConfig.js';
import {usableNodePackage} from './nodePackage.js';

/** The backends that can be started here, the default first. */
export function presentBackends(): BackendName[] {
  return ['wasm', ...(usableNodePackage() ? (['tensorflow'] as const) : []), 'cpu'];
}
