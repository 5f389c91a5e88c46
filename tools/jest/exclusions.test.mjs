import {deepEqual} from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import {test} from 'node:test';
import {exclusions} from './exclusions.cjs';
import legs from './legs.cjs';

test('every exclusion leaves out a file that there is', () => {
  const files = new Map();
  const filesOf = (name) => {
    if (!files.has(name)) {
      const folder = new URL(`../../packages/${name}/`, import.meta.url);
      const inside = ['src', 'test'].flatMap((part) => {
        try {
          return readdirSync(new URL(part, folder), {recursive: true}).map((file) => `${part}/${file}`);
        } catch (error) {
          if (error.code === 'ENOENT') return []; // not every package has both
          throw error;
        }
      });
      files.set(
        name,
        inside.map((file) => file.replaceAll('\\', '/')).filter((file) => file.endsWith('.test.ts')),
      );
    }
    return files.get(name);
  };
  const idle = exclusions.filter(
    ({package: name, file}) => !filesOf(name).some((path) => new RegExp(`^${file}`).test(path)),
  );
  deepEqual(
    idle.map(({package: name, file}) => `${name}: ${file}`),
    [],
  );
});

test('every exclusion begins with a folder, has no alternatives of which one could be idle, and names legs', () => {
  const isLeg = (name) => name in legs.legs;
  const odd = exclusions.filter(
    ({file, backend, except}) =>
      !/^(src|test)\//.test(file) ||
      file.includes('|') ||
      !(backend === '*' || isLeg(backend)) ||
      !(except === undefined || isLeg(except)),
  );
  deepEqual(odd, []);
});
