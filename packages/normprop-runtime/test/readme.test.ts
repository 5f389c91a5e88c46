// The README's example as it stands, but for its imports and where the model lies.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {loadModel} from '../src/index.js';
import {vectorModel} from './smallModels.js';
import {writeModel} from './writeFile.js';

test('runs the example of the README', async () => {
  const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
  const example = /```js\n([^]*?)```/.exec(readme)![1].replace(/^import .*\n/gm, '');
  const body = `return (async () => {${example.replace("'model.safetensors'", 'file')}; return [y, outputs, stream.step(x)];})()`;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the README's own text is the test
  const run = new Function('loadModel', 'file', body) as (...args: unknown[]) => Promise<Float32Array[]>;
  const [y, outputs, again] = await run(loadModel, writeModel(vectorModel()));
  expect(y.length).toBe(3);
  expect(outputs.length).toBe(300);
  expect(again).toBe(y);
});
