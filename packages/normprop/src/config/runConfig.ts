import type {RecurrentModel} from 'normprop-core';
import type {BackendName} from 'normprop-doctor';

/** What the config of every run says, whatever it trains. `null` means "not used". */
export interface RunConfig {
  /** What it learns from: a name, or the path of a file. */
  data: string;
  /** The folder that holds the data's files; `null` for what npm ships, or the cache. */
  dataDir: string | null;
  /** Which recurrent layer. */
  model: RecurrentModel;
  /** H, the size of the hidden state. */
  units: number;
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
  /** The run folder whose weights it starts from; `null` for random ones. What belongs to the weights is then that run's. */
  initFrom: string | null;
  /** Bring the weights' columns back to norm 1 after each update; `null` where the task's model has no such option. */
  unitNorm: boolean | null;
  /** B, examples in one update. */
  batch: number;
  /** How many updates; `null` when `epochs` says it. */
  updates: number | null;
  /** How many passes over the training data; `null` when `updates` says it. */
  epochs: number | null;
  /** Adam's learning rate. */
  learningRate: number;
  /**
   * `none`; `linear` or `cosine`, to a hundredth of the rate at the end of the run, or to another share (`linear:0.1`);
   * `inverseTime:k`, rate/(1+k·updates); `exponential:k`, rate·(1−k)^updates.
   */
  decay: string;
  /** Largest global norm of the gradient; `null` for no clipping. */
  clipNorm: number | null;
  /** Where the arithmetic runs. */
  backend: BackendName;
  /** Decides the weights, the order of the data and all noise. */
  seed: number;
  /** Write a checkpoint every so many updates (`500`) or seconds (`60s`). */
  checkpointEvery: string;
  /** Measure the validation data every so many updates. */
  validateEvery: number;
  /** One line of metrics every so many updates. */
  logEvery: number;
}
