/** Numbers of a model, row-major. */
export interface Weight {
  shape: number[];
  values: Float32Array;
}

/** The five models of normprop-layers; a `tf.layers.lstm` is an `lstm`. */
export type RecurrentType = 'lstm' | 'weightNorm' | 'normProp' | 'layerNorm' | 'batchNorm';

/** What a recurrent layer computes at inference (the equations: FORMAT.md of normprop-runtime). */
export interface Recurrence {
  type: RecurrentType;
  /** D. */
  inputSize: number;
  /** H. */
  units: number;
  returnSequences: boolean;
  goBackwards: boolean;
  recurrentActivation: 'sigmoid' | 'hardSigmoid';
  /** `preserving`: c = √(1 − f²) ⊙ i ⊙ g + f ⊙ c. */
  cell: 'standard' | 'preserving';
  /** Multiplies what the next layer reads, not the state. */
  outputScale: number;
  zoneoutCell: number;
  zoneoutHidden: number;
  /** Layer Norm: each gate by itself. */
  perGate: boolean;
  /** Added to the variances of Layer and Batch Norm. */
  epsilon: number;
  /** By their names in a saved model: `kernel` [D,4H], `recurrent_kernel` [H,4H], `bias` [4H], `gamma_x` …, gates i, f, c, o. */
  weights: Record<string, Weight>;
}

/** A named layer of a chain. */
export type ChainLayer = {name: string} & (
  | ({kind: 'recurrent'} & Recurrence)
  | {
      kind: 'bidirectional';
      mergeMode: 'concat' | 'sum' | 'ave' | 'mul';
      forward: Recurrence;
      backward: Recurrence;
    }
  /** `embeddings` [V,D]; with `maskZero` symbol 0 is padding. */
  | {kind: 'embedding'; maskZero: boolean; embeddings: Weight}
  /** Rows whose features all equal `maskValue` are padding, and become zeros. */
  | {kind: 'masking'; maskValue: number}
  /** `kernel` [D,N], `bias` [N]. */
  | {kind: 'dense'; kernel: Weight; bias?: Weight; activation: string}
  | {kind: 'activation'; activation: string}
  /** `mean` and `variance` [D]: (x − mean)/√(variance + ε). */
  | {kind: 'batchDataNormalization'; epsilon: number; mean: Weight; variance: Weight}
  | {kind: 'dropout'; rate: number}
);

/**
 * What a trained model computes at inference, as a chain of layers with their weights: what every `export…` starts from.
 * `chainOf` makes it of a tfjs model.
 */
export interface Chain {
  name: string;
  /** `vectors`: float32 [B,T,size]; `symbols`: whole numbers below `size`, [B,T], and the first layer is an embedding. */
  input: {name: string; kind: 'vectors' | 'symbols'; size: number; labels?: string[]};
  /** [B,T,size] with `sequence`, else [B,size]. */
  output: {name: string; size: number; sequence: boolean; labels?: string[]};
  layers: ChainLayer[];
}
