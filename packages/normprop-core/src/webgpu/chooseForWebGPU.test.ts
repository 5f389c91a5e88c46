import {fitsDevice} from './chooseForWebGPU.js';

const limits = {
  maxStorageBufferBindingSize: 2 ** 27,
  maxBufferSize: 2 ** 28,
  maxComputeWorkgroupsPerDimension: 65_535,
};
const fits = (timeSteps: number, batch: number, units: number, normalised = false) =>
  fitsDevice({timeSteps, batch, inputSize: 1, units, normalised}, limits);

it('takes calls up to the largest buffer: 6 T·B·H numbers, with Layer or Batch Norm 11 and the statistics', () => {
  expect(fits(40, 128, 1092)).toBe(true); // 6 · 40 · 128 · 1092 floats: 127.97 MiB
  expect(fits(40, 128, 1093)).toBe(false);
  expect(fits(20, 128, 1092, true)).toBe(true);
  expect(fits(40, 128, 700, true)).toBe(false); // 11 · 40 · 128 · 700 floats: 150 MiB
  expect(fits(4096, 1, 512, true)).toBe(false); // the statistics of Batch Norm alone are 80 MiB
});

it('takes Layer and Batch Norm up to a workgroup for each row', () => {
  expect(fits(1, 65_535, 2, true)).toBe(true);
  expect(fits(1, 65_536, 2, true)).toBe(false);
  expect(fits(1, 65_536, 2)).toBe(true);
});

it('a buffer may be smaller than what the device binds', () => {
  const sizes = {timeSteps: 40, batch: 128, inputSize: 1, units: 1092, normalised: false};
  expect(fitsDevice(sizes, {...limits, maxBufferSize: 2 ** 26})).toBe(false);
});
