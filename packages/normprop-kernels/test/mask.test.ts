import {configureKernels, lstmBackward, lstmForward} from '../src/index.js';
import {plainShape, randomCase, type CaseShape} from './randomCase.js';

const shape: CaseShape = {
  ...plainShape,
  timeSteps: 6,
  batch: 9,
  inputSize: 5,
  units: 7,
  mask: true,
  penalty: true,
};

afterAll(() => void configureKernels({build: 'auto'}));

describe.each(['reference', 'simd', 'relaxed-simd'] as const)('%s', (build) => {
  test.each([
    ['none', false],
    ['layer', false],
    ['batch', false],
    ['batch', true],
  ] as const)(
    '%s: whatever masked steps hold, the result is that of zeros (statistics of all rows: %s)',
    (normalizer, allRows) => {
      configureKernels({build});
      for (const goBackwards of [false, true])
        for (const batchMajor of [false, true]) {
          const {args, gradients} = randomCase({...shape, normalizer, allRows, goBackwards, batchMajor});
          const run = (padding: number) => {
            const x = args.x.map((value, i) => (args.mask![Math.floor(i / 5)] === 0 ? padding : value));
            const {reserve, ...forward} = lstmForward({...args, x});
            const inference = lstmForward({...args, x, inference: true});
            return {forward, inference, gradients: lstmBackward(reserve!, gradients)};
          };
          const zeros = run(0);
          expect([...zeros.forward.outputs].every(Number.isFinite)).toBe(true);
          for (const padding of [NaN, Infinity, -Infinity, -3.4e38, 9.96921e36])
            expect(run(padding)).toEqual(zeros);
        }
    },
  );
});
