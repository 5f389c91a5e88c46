import {createRequire} from 'node:module';
import {join} from 'node:path';
import type {NodePackage} from '../backend/nodePackage.js';

/**
 * Has the package load a binding from elsewhere, so that it can be tried before it is put in its place: it asks node-pre-gyp
 * where its binding lies, and that answers anew here.
 */
export function useBinding({path}: NodePackage, binding: string): void {
  const require = createRequire(join(path, 'package.json'));
  const locator = require('@mapbox/node-pre-gyp') as object;
  require.cache[require.resolve('@mapbox/node-pre-gyp')]!.exports = {...locator, find: () => binding};
}
