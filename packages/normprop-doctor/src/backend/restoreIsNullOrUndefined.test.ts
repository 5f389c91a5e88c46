import util from 'node:util';
import {restoreIsNullOrUndefined} from './restoreIsNullOrUndefined.js';

const old = util as unknown as {isNullOrUndefined?: (value: unknown) => boolean};
const own = old.isNullOrUndefined;

afterEach(() => {
  old.isNullOrUndefined = own;
});

test('puts the function back where Node has removed it', () => {
  delete old.isNullOrUndefined;
  restoreIsNullOrUndefined();
  expect([null, undefined, 0, '', NaN].map((value) => old.isNullOrUndefined!(value))).toEqual([
    ...[true, true],
    ...[false, false, false],
  ]);
});

test("keeps Node's own where there is one", () => {
  const theirs = () => true;
  old.isNullOrUndefined = theirs;
  restoreIsNullOrUndefined();
  expect(old.isNullOrUndefined).toBe(theirs);
});
