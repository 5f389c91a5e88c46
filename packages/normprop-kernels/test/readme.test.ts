import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import * as kernels from '../src/index.js';

test("the README's program runs and gives gradients of the weights' sizes", () => {
  const text = readFileSync(join(__dirname, '../README.md'), 'utf8');
  const program = /```js\n([^]*?)```/
    .exec(text)![1]
    .replace(/import (\{.*\}) from 'normprop-kernels';/, 'const $1 = kernels;');
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the README is ours
  const run = new Function('kernels', `${program}; return gradients;`) as (
    k: typeof kernels,
  ) => kernels.LSTMGradients;
  const gradients = run(kernels);
  expect(gradients.kernel.length).toBe(3 * 32);
  expect(gradients.recurrentKernel.length).toBe(8 * 32);
  expect([...gradients.bias].every(Number.isFinite)).toBe(true);
});
