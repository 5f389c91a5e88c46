import {memory} from '@tensorflow/tfjs-core';
import {measureStep} from './measureStep.js';

test('a step takes a positive number of milliseconds, and leaves no tensor behind', async () => {
  const before = memory().numTensors;
  expect(await measureStep({timeSteps: 2, batch: 2, inputSize: 3, units: 4}, 1)).toBeGreaterThan(0);
  expect(memory().numTensors).toBe(before);
});
