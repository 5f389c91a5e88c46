import {rates} from '../training/modelNames.js';

/** The network of the first screen: its curve moves within seconds on a laptop. */
export const config = {
  model: 'normProp',
  units: 128,
  length: 50,
  batch: 32,
  updates: 600,
  learningRate: rates.normProp,
  seed: 1,
};

/** At which updates stock tfjs takes its turn; the first is to warm up and does not count. */
export const stockTurns = [12, 24, 60, 100, 150, 200];
