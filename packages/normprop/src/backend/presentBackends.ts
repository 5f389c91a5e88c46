import type {BackendName} from 'normprop-doctor';
import {usableNodePackage} from 'normprop-doctor';

/** The backends that can be started here, the default first. */
export function presentBackends(): BackendName[] {
  return ['wasm', ...(usableNodePackage() ? (['tensorflow'] as const) : []), 'cpu'];
}
