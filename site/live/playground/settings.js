import {rates, titles} from '../training/modelNames.js';

/** What a reader can choose. */
export const choices = {
  models: titles,
  units: [32, 64, 128, 256],
  updates: [300, 1000, 3000],
};

/** The configs of the two models of a comparison: the same but for the model and the rate that suits it. */
export function configsOf({models, units, updates}) {
  return models.map((model) => ({
    model,
    units,
    updates,
    length: 50,
    batch: 32,
    learningRate: rates[model],
    seed: 1,
  }));
}
