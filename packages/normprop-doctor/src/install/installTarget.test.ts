import {installTarget} from './installTarget.js';

test('Linux on x64 and arm64, each with the wheel that holds the C library', () => {
  expect(installTarget(false, 'linux', 'x64').requirement).toBe('tensorflow-cpu==2.21.0');
  expect(installTarget(false, 'linux', 'arm64').requirement).toBe('tensorflow==2.21.0');
  expect(installTarget(true, 'linux', 'x64')).toMatchObject({
    requirement: 'tensorflow[and-cuda]==2.21.0',
    npmPackage: '@tensorflow/tfjs-node-gpu',
    withDependencies: true,
  });
});

test.each([
  [false, 'win32', 'x64', /on Linux \(x64, arm64\); this is win32 x64/],
  [false, 'darwin', 'arm64', /this is darwin arm64/],
  [true, 'linux', 'arm64', /GPU wheels for Linux x64 alone; this is linux arm64/],
] as const)('refuses (gpu: %s) on %s %s', (gpu, platform, arch, message) => {
  expect(() => installTarget(gpu, platform, arch)).toThrow(message);
});
