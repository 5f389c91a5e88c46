import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

/** What the program that saved a file says about it (fixtures/make.py). */
export interface Fixture {
  made: Record<string, string>;
  inputs: number[];
  inputShape: number[];
  outputs: number[];
  outputShape: number[];
  architecture?: string;
  refused?: boolean;
}

const folder = join(__dirname, '../fixtures');

/** The files that a program saved, by the ends of their names. */
export function fixtureNames(pattern: RegExp): string[] {
  return readdirSync(folder).filter(
    (name) => pattern.test(name) && !name.endsWith('.json') && !name.endsWith('.py'),
  );
}

/** A file, and what its program says about it. */
export function readFixture(name: string): {bytes: Uint8Array; said: Fixture} {
  return {
    bytes: new Uint8Array(readFileSync(join(folder, name))),
    said: JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Fixture,
  };
}
