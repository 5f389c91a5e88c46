import {engine} from '@tensorflow/tfjs-core';
import {fusedSequence} from './fusedSequence.js';
import {nodeSequence} from './nodeSequence.js';

const small = {timeSteps: 25, batch: 32, inputSize: 50, units: 128, normalised: false};
const device = () => engine().backend as {isUsingGpuDevice?: boolean};
const was = {given: false, value: false as boolean | undefined};

beforeAll(() => {
  was.given = Object.hasOwn(device(), 'isUsingGpuDevice');
  was.value = device().isUsingGpuDevice;
});
afterEach(() => {
  if (was.given) device().isUsingGpuDevice = was.value;
  else delete device().isUsingGpuDevice;
});

it('runs small steps on the kernel and leaves large ones to the ops', () => {
  device().isUsingGpuDevice = false;
  expect(nodeSequence(small)).toBe(fusedSequence);
  expect(nodeSequence({...small, units: 256})).toBe(fusedSequence);
  expect(nodeSequence({...small, units: 512})).toBeUndefined();
  expect(nodeSequence({...small, units: 512, batch: 1})).toBe(fusedSequence);
  expect(nodeSequence({...small, units: 512, normalised: true})).toBe(fusedSequence);
  expect(nodeSequence({...small, units: 1000, normalised: true})).toBeUndefined();
});

it('leaves all steps to the ops on a GPU', () => {
  device().isUsingGpuDevice = true;
  expect(nodeSequence(small)).toBeUndefined();
});
