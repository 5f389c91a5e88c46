import type {Activation} from '../format/description.js';
import type {FoldedRecurrent} from './foldRecurrent.js';

/** x·kernel for each symbol, in the place of a kernel: [V,4H], with all in it that does not depend on h. */
export type DriveTable = Float32Array;

/** A direction of a recurrent layer. */
export interface RecurrentPart {
  folded: FoldedRecurrent;
  /** Where the layer reads symbols. */
  table?: DriveTable;
}

/** What runs, one after the other. */
export type Operation =
  | {op: 'lookUp'; table: Float32Array; units: number}
  | {op: 'recurrent'; part: RecurrentPart}
  | {
      op: 'bidirectional';
      forward: RecurrentPart;
      backward: RecurrentPart;
      mergeMode: 'concat' | 'sum' | 'ave' | 'mul';
    }
  | {
      op: 'dense';
      inputSize: number;
      units: number;
      kernel: Float32Array;
      bias?: Float32Array;
      activation: Activation;
    }
  | {op: 'affine'; units: number; scale: Float32Array; shift: Float32Array}
  | {op: 'activation'; units: number; activation: Activation};
