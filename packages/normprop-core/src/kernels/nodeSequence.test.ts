import {engine} from '@tensorflow/tfjs-core';
import {fusedSequence} from './fusedSequence.js';
import {nodeSequence} from './nodeSequence.js';

const small = {batch: 32, inputSize: 50, units: 128, normalised: false};
const device = () => engine().backend as {isUsingGpuDevice?: boolean};

it('runs small steps on the kernel and leaves large ones to the ops', () => {
  const before = device().isUsingGpuDevice;
  device().isUsingGpuDevice = false;
  expect(nodeSequence(small)).toBe(fusedSequence);
  expect(nodeSequence({...small, units: 256})).toBe(fusedSequence);
  expect(nodeSequence({...small, units: 512})).toBeUndefined();
  expect(nodeSequence({...small, units: 512, batch: 1})).toBe(fusedSequence);
  expect(nodeSequence({...small, units: 512, normalised: true})).toBe(fusedSequence);
  expect(nodeSequence({...small, units: 1000, normalised: true})).toBeUndefined();
  device().isUsingGpuDevice = before;
});

it('leaves all steps to the ops on a GPU', () => {
  const before = device().isUsingGpuDevice;
  device().isUsingGpuDevice = true;
  expect(nodeSequence(small)).toBeUndefined();
  device().isUsingGpuDevice = before;
});
