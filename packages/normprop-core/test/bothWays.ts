import type {RecurrentModel} from '../src/index.js';
import {useKernels} from '../src/index.js';
import {models} from './smallCase.js';

const leg = process.env.TFJS_BACKEND ?? 'cpu';
// Threads are the WebAssembly kernels' own, and a page that is not cross-origin isolated has none.
const canShare = /^(cpu|wasm)/.test(leg) && globalThis.crossOriginIsolated !== false;

/** Models that this leg's backend runs as kernels of ours; `kernelsPerStep.test.ts` holds it against the code. */
export const kernelModels: readonly RecurrentModel[] = models.filter(
  (model) => leg !== 'cuda' && !(leg.endsWith('webgl') && ['layerNorm', 'batchNorm'].includes(model)),
);

/**
 * Runs a group of tests on the fused kernels, with one thread and with two where there can be two, and on tfjs ops.
 *
 * @param tests Given the models that run so, and whether it is on kernels.
 */
export function describeBothWays(
  tests: (models: readonly RecurrentModel[], onKernels: boolean) => void,
): void {
  describe.each([
    ...(kernelModels.length > 0 ? [['kernels', {threads: 1}] as const] : []),
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
    tests(choice === false ? models : kernelModels, choice !== false);
  });
}
