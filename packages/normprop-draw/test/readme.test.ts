import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import * as ours from '../src/index.js';

const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');

test('the example runs as printed, and learns', async () => {
  const [, code] = /```js\n(.*?)```/s.exec(readme)!;
  const printed: unknown[] = [];
  const scope = {...ours, tf, console: {log: (value: unknown) => printed.push(value)}};
  const AsyncFunction = (async () => {}).constructor as new (
    ...args: string[]
  ) => (...values: unknown[]) => Promise<void>;
  await new AsyncFunction(...Object.keys(scope), code.replace(/^import .*;\n/gm, ''))(
    ...Object.values(scope),
  );
  const bounds = printed.slice(0, 12) as number[];
  expect(bounds[0]).toBeLessThan(64 * Math.LN2 * 1.05);
  expect(bounds[11]).toBeLessThan(bounds[0] - 10);
  expect(printed[12]).toEqual([4, 9, 8, 8, 1]);
  expect(Object.keys(printed[13] as object)).toEqual([
    'centreX',
    'centreY',
    'stride',
    'deviation',
    'intensity',
  ]);
});

test('every function that the text names is exported', () => {
  const names = [...readme.matchAll(/`(\w+)[(`]/g)].map(([, name]) => name);
  const functions = names.filter((name) => /^[a-z]+[A-Z]\w+$/.test(name));
  const options = ['imageShape', 'latentSize', 'readSize', 'writeSize', 'unitNorm', 'normProp', 'weightNorm'];
  const elsewhere = ['imageBatches', 'useKernels'];
  expect(functions.filter((name) => !(name in ours) && ![...options, ...elsewhere].includes(name))).toEqual(
    [],
  );
  expect(functions.filter((name) => name in ours).length).toBeGreaterThan(10);
});
