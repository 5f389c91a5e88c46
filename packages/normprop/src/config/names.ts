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

/** The models' names for people. */
export const modelTitles: Record<RecurrentModel, string> = {
  lstm: 'LSTM (baseline)',
  weightNorm: 'Weight Norm',
  normProp: 'Norm Prop',
  layerNorm: 'Layer Norm',
  batchNorm: 'Batch Norm',
};
