import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';

const require = createRequire(import.meta.url);

/** Where an npm package that is installed here has a file or folder. */
export function npmPath(name, ...parts) {
  return join(dirname(require.resolve(`${name}/package.json`)), ...parts);
}

/** The text of a file of an npm package. */
export function npmText(name, ...parts) {
  return readFileSync(npmPath(name, ...parts), 'utf8');
}
