import {reshape} from '@tensorflow/tfjs-core';
import type {Tensor2D} from '@tensorflow/tfjs-core';
import {loadText} from 'normprop-datasets';
import {tinyConfig} from '../../../test/support/tinyRun.js';
import {tinyText} from '../../../test/support/tinyText.js';
import {CharModel} from '../model/charModel.js';
import {validate} from './validate.js';
import {validationSet} from './validationSet.js';

test('is the mean over all characters of −log₂ of the probability that the model gave the right one', async () => {
  const corpus = await loadText({text: tinyText()});
  const config = tinyConfig({validationCharacters: 100}); // pieces of 8: the last batch is a smaller one
  const model = new CharModel(config, corpus.vocabulary.size);
  const batches = validationSet(corpus.valid, config);
  let bits = 0;
  let count = 0;
  for (const batch of batches) {
    const hidden = model.hidden(batch);
    const logits = await model.logits(reshape(hidden, [-1, config.units]) as Tensor2D).array();
    logits.forEach((row, index) => {
      const total = row.reduce((sum, logit) => sum + Math.exp(logit), 0);
      bits -= Math.log2(Math.exp(row[batch.targets[index]]) / total);
      count++;
    });
  }
  const measured = await validate(model, batches);
  expect(measured.characters).toBe(count);
  expect(measured.bitsPerCharacter).toBeCloseTo(bits / count, 5);
  model.dispose();
});
