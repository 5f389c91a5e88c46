import {readFileSync} from 'node:fs';
import {join} from 'node:path';

/** The package's README. */
export const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
/** Its examples. */
export const examples = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);

/** Runs an example with the imports given as arguments; the rest of it stays as printed. */
export async function run(code: string, scope: Record<string, unknown>): Promise<void> {
  const body = code.replace(/^import .*;\n/gm, '');
  const AsyncFunction = (async () => {}).constructor as new (
    ...args: string[]
  ) => (...values: unknown[]) => Promise<void>;
  await new AsyncFunction(...Object.keys(scope), body)(...Object.values(scope));
}

/** The example that calls a function. */
export const exampleWith = (name: string) => examples.find((code) => code.includes(`${name}(`))!;
