import type {AdamOptions, AdamVariable} from './opTypes.js';

/** One Adam update of all variables in place, after clipping by the global norm; returns the global norm before clipping. */
export function adamStep(_variables: AdamVariable[], _options: AdamOptions): number {
  throw new Error('not written yet');
}
