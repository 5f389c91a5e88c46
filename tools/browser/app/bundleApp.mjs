// A user's app: the README's example and the snippet for Vite of normprop-layers' README, both as printed, bundled by Vite with
// the packages as npm would bring them.
import {execFileSync} from 'node:child_process';
import {cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../../..');
const windows = process.platform === 'win32';

/** Puts the packed packages into `folder`/node_modules, with the repository's tfjs beside them. */
function installPacked(folder) {
  const modules = join(folder, 'node_modules');
  const packages = ['normprop-kernels', 'normprop-core', 'normprop-layers'];
  mkdirSync(modules, {recursive: true});
  execFileSync(
    windows ? 'npm.cmd' : 'npm',
    [
      'pack',
      '--silent',
      '--ignore-scripts',
      '--pack-destination',
      folder,
      ...packages.flatMap((name) => ['-w', `packages/${name}`]),
    ],
    {cwd: root, stdio: ['ignore', 'ignore', 'inherit'], shell: windows, timeout: 120_000},
  );
  for (const name of packages) {
    const {version} = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'));
    mkdirSync(join(modules, name));
    const archive = join(folder, `${name}-${version}.tgz`);
    execFileSync('tar', ['-xzf', archive, '-C', join(modules, name), '--strip-components=1']);
  }
  symlinkSync(join(root, 'node_modules/@tensorflow'), join(modules, '@tensorflow'), 'junction');
}

/** The first example of a README that has this text. */
function exampleOf(file, text) {
  const readme = readFileSync(join(root, file), 'utf8');
  const examples = [...readme.matchAll(/```js\n([^]*?)```/g)].map(([, code]) => code);
  const example = examples.find((code) => code.includes(text));
  if (example === undefined) throw new Error(`${file}: expected an example with ${text}, got none`);
  return example;
}

/** The README's example, between what the reader brings (the kernels' threads) and what the page reports. */
function source() {
  const example = exampleOf('README.md', 'normPropLSTM');
  const [before, after] = ['before.mjs', 'after.mjs'].map((name) => readFileSync(join(here, name), 'utf8'));
  const [imports, ...code] = example.split('\n\n');
  return [imports, before, code.join('\n\n'), after].join('\n');
}

/**
 * Bundles the app into `folder`/app.js, with the .wasm files in `folder`/assets; the build folder stays beside it.
 *
 * @param vite The package.
 * @param base The address at which `folder` is served.
 */
export async function bundleApp(vite, folder, base) {
  const app = join(folder, 'app');
  mkdirSync(app);
  installPacked(app);
  cpSync(join(here, 'seededRandom.mjs'), join(app, 'seededRandom.mjs'));
  writeFileSync(join(app, 'package.json'), '{"private": true, "type": "module"}\n');
  writeFileSync(join(app, 'backend.js'), exampleOf('packages/normprop-layers/README.md', 'setWasmPaths'));
  writeFileSync(join(app, 'main.js'), `import './seededRandom.mjs';\nimport './backend.js';\n${source()}`);
  await vite.build({
    root: app,
    base,
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'esnext', // for await at the top
      modulePreload: false, // a worker has no document
      rollupOptions: {
        input: join(app, 'main.js'),
        output: {entryFileNames: 'app.js', inlineDynamicImports: true},
      },
    },
  });
}
