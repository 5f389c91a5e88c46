import {existsSync, mkdirSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {emptyFolder} from '../../test/support/emptyFolder.js';
import {putInPlace} from './putInPlace.js';

/** A cache with a finished `new` folder, and one of another file in the place. */
function prepare() {
  const cache = emptyFolder();
  const [partial, place] = [join(cache, 'new'), join(cache, 'place')];
  for (const folder of [partial, place]) mkdirSync(folder);
  writeFileSync(join(partial, 'whole'), '');
  writeFileSync(join(place, 'before'), '');
  return {partial, place, isWhole: () => existsSync(join(place, 'whole'))};
}

test('moves the folder to its place, where a half one goes', () => {
  const {partial, place, isWhole} = prepare();
  putInPlace(partial, place, isWhole);
  expect([existsSync(partial), readdirSync(place)]).toEqual([false, ['whole']]);
});

test('leaves a whole one that another process has put there', () => {
  const {partial, place} = prepare();
  putInPlace(partial, place, () => true);
  expect([existsSync(partial), readdirSync(place)]).toEqual([true, ['before']]);
});

test('bears that another process is first between the look and the move, and throws where none is', () => {
  const {place} = prepare();
  const looks = [false, true];
  putInPlace(`${place}-not-there`, place, () => looks.shift()!);
  expect(looks).toEqual([]);
  expect(() => putInPlace(`${place}-not-there`, place, () => false)).toThrow(/ENOENT/);
});
