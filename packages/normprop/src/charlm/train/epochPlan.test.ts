import {loadText} from 'normprop-datasets';
import {tinyText} from '../../../test/support/tinyText.js';
import {resolveConfig} from '../config/resolveConfig.js';
import {EpochPlan} from './epochPlan.js';
import {startOfTraining} from '../record/trainingPosition.js';

const shape = {length: 8, batch: 4, seed: 3};

test('counts the updates of whole and part epochs as it walks through them', async () => {
  const corpus = await loadText({text: tinyText()});
  const plan = new EpochPlan(corpus, resolveConfig({...shape, epochs: 2.5}));
  const position = startOfTraining();
  while (position.update < plan.totalUpdates) plan.advance(position);
  expect(position.epoch).toBe(2);
  expect(plan.epochsDone(position)).toBeCloseTo(2.5, 2);
});

test('each epoch has an order of its own, the same for the same seed', async () => {
  const corpus = await loadText({text: tinyText()});
  const first = (seed: number, epoch: number): number[] => {
    const plan = new EpochPlan(corpus, resolveConfig({...shape, seed}));
    return [...plan.at({...startOfTraining(), epoch}).inputs];
  };
  expect(first(3, 1)).toEqual(first(3, 1));
  expect(first(3, 0)).not.toEqual(first(3, 1));
  expect(first(3, 0)).not.toEqual(first(4, 0));
});

test('says how much text one batch needs', async () => {
  const corpus = await loadText({text: tinyText()});
  expect(() => new EpochPlan(corpus, resolveConfig({length: 1000, batch: 32}))).toThrow(
    /^data: train: too short\. It has 3600 symbols; batches of 32 sequences of length 1000 need at least 33000/,
  );
});
