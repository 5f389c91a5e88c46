import {
  batchNormLSTM,
  layerNormLSTM,
  lstm,
  normPropLSTM,
  unitNormColumns,
  weightNormLSTM,
} from 'normprop-layers';

const unitColumns = () => ({
  kernelConstraint: unitNormColumns(),
  recurrentConstraint: unitNormColumns(),
});

/**
 * How each model's layer is made for characters, as `normprop train charlm` makes it.
 *
 * Source: docs/recipe.md.
 */
export const layerOf = {
  normProp: (args) => normPropLSTM({...args, ...unitColumns(), gammaX: 0.5, cellPenalty: 0.1}),
  lstm,
  weightNorm: (args) => weightNormLSTM({...args, ...unitColumns()}),
  layerNorm: layerNormLSTM,
  batchNorm: ({timeSteps, ...args}) => batchNormLSTM({...args, maxTimeSteps: timeSteps}),
};
