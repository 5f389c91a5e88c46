import {memory} from '@tensorflow/tfjs-core';
import {startBackend} from 'normprop-doctor';
import {loadCorpus} from '../data/loadCorpus.js';
import {CharModel} from '../model/charModel.js';
import {tinyConfig} from '../../../test/support/tinyRun.js';
import {timeStock} from './timeStock.js';

describe('timeStock', () => {
  test('times a model of the baseline’s size and leaves no tensor behind', async () => {
    const config = tinyConfig({model: 'lstm'});
    const corpus = await loadCorpus(config);
    await startBackend(config.backend);
    const before = memory().numTensors;
    const {charactersPerSecond, updates, parameters} = await timeStock(config, corpus);
    expect(memory().numTensors).toBe(before);
    expect(charactersPerSecond).toBeGreaterThan(0);
    expect(updates).toBe(3);
    const ours = new CharModel(config, corpus.vocabulary.size);
    expect(parameters).toBe(ours.parameters);
    ours.dispose();
  });
});
