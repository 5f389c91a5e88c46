import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import * as ours from '../src/index.js';

const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');

/** What an example prints when it runs in a page of its own: nothing is there but what it imports. */
async function runAlone(code: string): Promise<unknown[]> {
  const printed: unknown[] = [];
  const body = code
    .replace(/^import \* as (\w+) from ('.*');$/gm, 'const $1 = load($2);')
    .replace(/^import ({.*}) from ('.*');$/gm, 'const $1 = load($2);')
    .replace(/^import ('.*');$/gm, 'load($1);');
  const AsyncFunction = (async () => {}).constructor as new (
    ...args: string[]
  ) => (...values: unknown[]) => Promise<void>;
  // tfjs keeps its engine, with the backends that the tests' set-up has registered, in the global object.
  const shared = globalThis as {_tfengine?: unknown; _tfGlobals?: unknown};
  const {_tfengine, _tfGlobals} = shared;
  delete shared._tfengine;
  delete shared._tfGlobals;
  try {
    await jest.isolateModulesAsync(async () => {
      const log = (value: unknown) => printed.push(value);
      await new AsyncFunction('load', 'console', body)((name: string) => jest.requireActual<object>(name), {
        log,
      });
    });
  } finally {
    Object.assign(shared, {_tfengine, _tfGlobals});
  }
  return printed;
}

test('the example runs as printed, and learns', async () => {
  const [, code] = /```js\n(.*?)```/s.exec(readme)!;
  const printed = await runAlone(code);
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
