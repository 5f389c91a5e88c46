import type {RecurrentModel} from 'normprop-core';

/** The models by the names that code, configs and the command line use. */
export const modelNames: readonly RecurrentModel[] = [
  'lstm',
  'weightNorm',
  'normProp',
  'layerNorm',
  'batchNorm',
];

/** The models' names for people. */
export const modelTitles: Record<RecurrentModel, string> = {
  lstm: 'LSTM (baseline)',
  weightNorm: 'Weight Norm',
  normProp: 'Norm Prop',
  layerNorm: 'Layer Norm',
  batchNorm: 'Batch Norm',
};
