import type {RecurrentModel} from 'normprop-core';
import type {BackendName} from './charlmConfig.js';

/** The models by the names that code, configs and the command line use. */
export const modelNames: readonly RecurrentModel[] = [
  'lstm',
  'weightNorm',
  'normProp',
  'layerNorm',
  'batchNorm',
];

/** The backends that the command line can start. */
export const backendNames: readonly BackendName[] = ['cpu', 'wasm', 'tensorflow'];

/** What `--backend` takes: a backend, or `auto` for the fastest of those that are here. */
export const backendWords: readonly string[] = [...backendNames, 'auto'];

/** The help of `--backend`. */
export const backendHelp =
  'wasm (fast), cpu (plain JavaScript), tensorflow (tfjs-node, see normprop doctor), or auto: measures a small step on each that is here';

/** The models' names for people. */
export const modelTitles: Record<RecurrentModel, string> = {
  lstm: 'LSTM (baseline)',
  weightNorm: 'Weight Norm',
  normProp: 'Norm Prop',
  layerNorm: 'Layer Norm',
  batchNorm: 'Batch Norm',
};
