// An esbuild plugin: what a test file takes from Node, and where it lies.
import {readFile} from 'node:fs/promises';
import {dirname, join, relative, resolve, sep} from 'node:path';
import {fileURLToPath} from 'node:url';

const shims = resolve(dirname(fileURLToPath(import.meta.url)), 'shims');

/** The modules of Node that tests, jest-circus and expect import, and what stands for each in a page. */
const standIns = {
  fs: 'fs.mjs',
  path: 'path.mjs',
  process: 'process.mjs',
  url: 'url.mjs',
  util: 'util.mjs',
  'util/types': 'util.mjs',
  assert: 'assert.mjs',
  async_hooks: 'asyncHooks.mjs',
  module: 'module.mjs',
};

/** `node:fs` and its like become the files in shims/: what is not in them does not bundle. */
export const nodeModules = {
  name: 'node-modules',
  setup(build) {
    build.onResolve({filter: new RegExp(`^(node:)?(${Object.keys(standIns).join('|')})$`)}, ({path}) => ({
      path: join(shims, standIns[path.replace('node:', '')]),
    }));
  },
};

/** `__dirname` of a test is its folder on the server; `process` the stand-in. Both on the first line, to keep line numbers. */
export function testFiles(root) {
  return {
    name: 'test-files',
    setup(build) {
      build.onLoad({filter: /[\\/]packages[\\/][^\\/]+[\\/](src|test)[\\/].*\.ts$/}, async ({path}) => {
        const folder = `/repository/${relative(root, dirname(path)).split(sep).join('/')}`;
        const source = await readFile(path, 'utf8');
        const prelude =
          `import {process} from ${JSON.stringify(join(shims, 'process.mjs'))}; ` +
          `const __dirname = ${JSON.stringify(folder)}; `;
        return {contents: prelude + source, loader: 'ts', resolveDir: dirname(path)};
      });
    },
  };
}
