import {useKernels} from '../src/index.js';

// Threads are the WebAssembly kernels' own, and a page that is not cross-origin isolated has none.
const onProcessor = /^(cpu|wasm)/.test(process.env.TFJS_BACKEND ?? 'cpu');
const canShare = onProcessor && globalThis.crossOriginIsolated !== false;

/** Runs a group of tests on the fused kernels, with one thread and with two where there can be two, and on tfjs ops. */
export function describeBothWays(tests: () => void): void {
  describe.each([
    ['kernels', {threads: 1}],
    ...(canShare ? [['kernels, two threads', {threads: 2}] as const] : []),
    ['tfjs ops', false],
  ] as const)('%s:', (_, choice) => {
    beforeAll(async () => {
      const wanted = choice === false ? 1 : choice.threads;
      for (let {threads} = useKernels(choice); threads < wanted; {threads} = useKernels(true))
        await new Promise((resolve) => setTimeout(resolve, 5)); // workers take some milliseconds to come up
    });
    afterAll(() => {
      useKernels({threads: 1});
    });
    tests();
  });
}
