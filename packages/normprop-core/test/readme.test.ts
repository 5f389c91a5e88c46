import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import * as core from '../src/index.js';

it('runs the example of the README', async () => {
  const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
  const example = /```js\n([^]*?)```/
    .exec(readme)![1]
    .replace(/^import .*\n/gm, '')
    .replace("'wasm'", 'backend');
  const names = Object.keys(core).filter((name) => example.includes(name));
  // The example as it stands, but for its imports and the backend that this leg of the matrix runs on.
  const body = `return (async () => {${example}; return outputs;})()`;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the README's own text is the test
  const run = new Function('tf', 'backend', ...names, body) as (...args: unknown[]) => Promise<tf.Tensor>;
  const values = names.map((name) => core[name as keyof typeof core]);
  const outputs = await run(tf, tf.getBackend(), ...values);
  expect(outputs.shape).toEqual([20, 8, 32]);
  expect(Array.from(await outputs.data()).every(Number.isFinite)).toBe(true);
});
