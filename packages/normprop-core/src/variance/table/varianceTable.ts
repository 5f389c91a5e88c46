// Made by packages/normprop-core/scripts/makeVarianceTable.mjs; do not edit.
import type {VarianceTableEntry} from './varianceTableEntry.js';

/** Settings and their mean field, see `VarianceTableEntry`. */
export const VARIANCE_TABLE: readonly VarianceTableEntry[] = [];
