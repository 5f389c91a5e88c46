import type {RecurrentModel} from 'normprop-core';

/** The tfjs backends that the command line can start. */
export type BackendName = 'cpu' | 'wasm' | 'tensorflow';

/**
 * Everything that decides a character language model's run, as it stands in `config.json`. Two runs with the
 * same config, on the same versions, give the same weights to the bit. `null` means "not used".
 */
export interface CharlmConfig {
  /** `moby-dick` (npm ships it), `ptb` (Penn Treebank), or the path of a UTF-8 text file. */
  data: string;
  /** The folder that holds Penn Treebank's three files. */
  dataDir: string | null;
  /** Stands for characters of validation and test that the training part lacks; `null`: they are an error. */
  unknownSymbol: string | null;
  /** Which recurrent layer. */
  model: RecurrentModel;
  /** H, the size of the hidden state. */
  units: number;
  /** T, characters a piece: gradients flow back this far. */
  length: number;
  /** B, pieces in one update. */
  batch: number;
  /** How many updates; `null` when `epochs` says it. */
  updates: number | null;
  /** How many passes over the training text; `null` when `updates` says it. */
  epochs: number | null;
  /** Adam's learning rate. */
  learningRate: number;
  /** `none`, `inverseTime:k` (rate/(1+k·updates)) or `exponential:k` (rate·(1−k)^updates). */
  decay: string;
  /** Largest global norm of the gradient (per-character mean loss in nats); `null` for no clipping. */
  clipNorm: number | null;
  /** First value of the gains γx; `null` for a model that has none. */
  gammaX: number | null;
  /** First value of the gains γh. */
  gammaH: number | null;
  /** First value of the gains γc. */
  gammaC: number | null;
  /** First value of the forget gate's bias. */
  forgetBias: number;
  /** How Norm Prop's Var[c] and Var[h] are found; `null` for the other models. */
  varianceMethod: string | null;
  /** The input variance that those equations are given: a number, or `actual` for what `inputScale` makes it. */
  inputVariance: 'actual' | number | null;
  /** Norm Prop and Weight Norm: bring the weights' columns back to norm 1 after each update, as the paper does. */
  unitNorm: boolean | null;
  /** Share of the recurrent layer's inputs set to 0 in training. */
  dropout: number;
  /** Share of the hidden states set to 0 on their way to the softmax. */
  outputDropout: number;
  /** Semeniuta's recurrent dropout: a new mask on the candidate g at each step. */
  candidateDropout: number;
  /** Keras' recurrent dropout: one mask on h for a whole piece. */
  recurrentDropout: number;
  /** Probability that a cell keeps its old c. */
  zoneoutCell: number;
  /** Probability that a unit keeps its old h. */
  zoneoutHidden: number;
  /** What the rows of the orthogonal matrix are multiplied by: `sqrt` for √V, or a number. */
  inputScale: 'sqrt' | number;
  /** Standardise the inputs: by the batch's statistics in training, by re-estimated ones of the population elsewhere. */
  batchDataNormalization: boolean;
  /** Train h and c before the first character, from zeros. */
  learnInitialState: boolean;
  /** Where the arithmetic runs. */
  backend: BackendName;
  /** Decides the weights, the order of the data and every mask. */
  seed: number;
  /** Write a checkpoint every so many updates (`500`) or seconds (`60s`). */
  checkpointEvery: string;
  /** Measure the validation text every so many updates. */
  validateEvery: number;
  /** At most so many validation characters (whole pieces), 0 for all of them. */
  validationCharacters: number;
  /** One line of metrics every so many updates. */
  logEvery: number;
}
