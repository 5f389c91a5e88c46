import {useKernels} from '../src/index.js';

/** Runs a group of tests on the fused kernels, with one thread and with two, and on tfjs ops. */
export function describeBothWays(tests: () => void): void {
  describe.each([
    ['kernels', {threads: 1}],
    ['kernels, two threads', {threads: 2}],
    ['tfjs ops', false],
  ] as const)('%s:', (_, choice) => {
    beforeAll(() => {
      useKernels(choice);
    });
    afterAll(() => {
      useKernels({threads: 1});
    });
    tests();
  });
}
