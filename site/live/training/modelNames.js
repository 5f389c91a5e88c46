/** The five models, as a reader knows them. */
export const titles = {
  normProp: 'Norm Prop',
  lstm: 'plain LSTM',
  weightNorm: 'Weight Norm',
  layerNorm: 'Layer Norm',
  batchNorm: 'Batch Norm',
};

/** The best rate of each in the same ten tries at 128 units. Source: docs/recipe.md, "What the product gives". */
export const rates = {
  normProp: 1.6e-2,
  lstm: 1.6e-2,
  weightNorm: 3.2e-2,
  layerNorm: 1.6e-2,
  batchNorm: 3.2e-2,
};
