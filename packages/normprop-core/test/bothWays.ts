import {useKernels} from '../src/index.js';

const onProcessor = ['cpu', 'wasm', undefined].includes(process.env.TFJS_BACKEND);

/** Runs a group of tests on the fused kernels, on the processor with one thread and with two, and on tfjs ops. */
export function describeBothWays(tests: () => void): void {
  describe.each([
    ['kernels', {threads: 1}],
    ...(onProcessor ? [['kernels, two threads', {threads: 2}] as const] : []),
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
