import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {published} from './published.mjs';
import {nodeModules, testFiles} from './testFiles.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const shims = join(here, 'shims');
const common = {
  bundle: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  sourcemap: 'inline',
  logLevel: 'error',
  absWorkingDir: root,
};

const require = createRequire(join(root, 'node_modules/jest/package.json'));
const circus = createRequire(require.resolve('jest-circus', {paths: [require.resolve('jest')]}));

/** The page with jest's own runner and `expect`. It stands apart from the tests: only it is given a `process`. */
function bundlePage(esbuild, folder) {
  return esbuild.build({
    ...common,
    entryPoints: [join(here, 'page/page.mjs'), join(here, 'page/worker.mjs')],
    outdir: folder,
    inject: [join(shims, 'process.mjs')],
    define: {'require.resolve': 'String', global: 'globalThis', __dirname: '"/"'},
    conditions: ['require'],
    alias: {
      '@jest/expect': join(shims, 'jestExpect.mjs'),
      '@babel/code-frame': join(shims, 'nothing.mjs'),
      'graceful-fs': join(shims, 'fs.mjs'),
      expect: circus.resolve('expect'),
      'jest-mock': circus.resolve('jest-mock'),
    },
    plugins: [nodeModules],
  });
}

/** Each test file with what it imports; what several import is in files of its own, which they share. */
function bundleTests(esbuild, folder, files) {
  const entry = (file) => file.slice(join(root, 'packages').length + 1).replace(/\.ts$/, '');
  return esbuild.build({
    ...common,
    splitting: true,
    entryPoints: {
      backend: join(here, 'page/backend.mjs'),
      ...Object.fromEntries(files.map((file) => [entry(file), file])),
    },
    outdir: join(folder, 'tests'),
    plugins: [published(root), nodeModules, testFiles(root)],
  });
}

/** Bundles page, worker and tests; returns the address of each test file. */
export async function bundle(esbuild, folder, files) {
  await Promise.all([bundlePage(esbuild, folder), bundleTests(esbuild, folder, files)]);
  const address = (file) =>
    `/bundle/tests${file.slice(join(root, 'packages').length).replaceAll('\\', '/').replace(/\.ts$/, '.js')}`;
  return new Map(files.map((file) => [file, address(file)]));
}
