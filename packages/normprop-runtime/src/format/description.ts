/** The layers of a model file as FORMAT.md describes them, checked, their defaults filled in, their tensors read. */
export type LayerDescription =
  | OneHotDescription
  | EmbeddingDescription
  | RecurrentDescription
  | BidirectionalDescription
  | DenseDescription
  | ActivationDescription
  | StandardizeDescription
  | DropoutDescription;

/** What every layer has. */
export interface LayerName {
  name: string;
}

/** Symbols as unit vectors. */
export interface OneHotDescription extends LayerName {
  type: 'oneHot';
  size: number;
}

/** Symbols as rows of a matrix, times `scale`. */
export interface EmbeddingDescription extends LayerName {
  type: 'embedding';
  inputDim: number;
  outputDim: number;
  scale: number;
  tensors: {embeddings: Float32Array};
}

/** The five recurrent models. */
export type RecurrentType = 'lstm' | 'weightNorm' | 'normProp' | 'layerNorm' | 'batchNorm';

/** The tensors of a recurrent layer, by role; which ones there are depends on its type. */
export interface RecurrentTensors {
  kernel: Float32Array;
  recurrent_kernel: Float32Array;
  bias?: Float32Array;
  initial_hidden?: Float32Array;
  initial_cell?: Float32Array;
  gamma_x?: Float32Array;
  gamma_h?: Float32Array;
  gamma_c?: Float32Array;
  beta_x?: Float32Array;
  beta_h?: Float32Array;
  beta_c?: Float32Array;
  cell_variance?: Float32Array;
  hidden_variance?: Float32Array;
  population_mean_x?: Float32Array;
  population_variance_x?: Float32Array;
  population_mean_h?: Float32Array;
  population_variance_h?: Float32Array;
  population_mean_c?: Float32Array;
  population_variance_c?: Float32Array;
}

/** An LSTM of one of the five models. */
export interface RecurrentDescription extends LayerName {
  type: RecurrentType;
  inputSize: number;
  units: number;
  returnSequences: boolean;
  goBackwards: boolean;
  recurrentActivation: 'sigmoid' | 'hardSigmoid';
  cell: 'standard' | 'preserving';
  outputScale: number;
  zoneoutCell: number;
  zoneoutHidden: number;
  epsilon: number;
  perGate: boolean;
  tensors: RecurrentTensors;
}

/** Two LSTMs, one from each end. */
export interface BidirectionalDescription extends LayerName {
  type: 'bidirectional';
  mergeMode: 'concat' | 'sum' | 'ave' | 'mul';
  forward: RecurrentDescription;
  backward: RecurrentDescription;
}

/** An activation by name. */
export type Activation = 'linear' | 'sigmoid' | 'tanh' | 'relu' | 'softmax';

/** activation(x·kernel + bias). */
export interface DenseDescription extends LayerName {
  type: 'dense';
  inputSize: number;
  units: number;
  activation: Activation;
  tensors: {kernel: Float32Array; bias?: Float32Array};
}

/** An activation by itself. */
export interface ActivationDescription extends LayerName {
  type: 'activation';
  activation: Activation;
}

/** (x − mean)/√(variance + ε). */
export interface StandardizeDescription extends LayerName {
  type: 'batchDataNormalization';
  epsilon: number;
  tensors: {population_mean: Float32Array; population_variance: Float32Array};
}

/** Nothing, at inference. */
export interface DropoutDescription extends LayerName {
  type: 'dropout';
}

/** What a model reads. */
export interface InputDescription {
  name: string;
  /** `vectors`: float32 [batch, time, size]. `symbols`: whole numbers below `size`, [batch, time]. */
  kind: 'vectors' | 'symbols';
  size: number;
  /** What each component or symbol stands for. */
  labels?: readonly string[];
}

/** What a model gives. */
export interface OutputDescription {
  name: string;
  size: number;
  /** [batch, time, size], or [batch, size] of the last step. */
  sequence: boolean;
  labels?: readonly string[];
}

/** A whole model file. */
export interface ModelDescription {
  name?: string;
  producer?: string;
  input: InputDescription;
  output: OutputDescription;
  layers: Array<LayerDescription & {outputSize: number}>;
}
