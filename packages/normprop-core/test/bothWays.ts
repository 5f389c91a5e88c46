import {useKernels} from '../src/index.js';

/** Runs a group of tests twice: on the fused kernels and on tfjs ops. */
export function describeBothWays(tests: () => void): void {
  describe.each([
    ['kernels', true],
    ['tfjs ops', false],
  ])('%s:', (_, on) => {
    beforeAll(() => {
      useKernels(on);
    });
    tests();
  });
}
