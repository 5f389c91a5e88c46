// A user's app: the README's example, bundled by plain esbuild with the packages as npm would bring them.
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

/** The README's example, between what the reader brings (where the .wasm files lie) and what the page reports. */
function source() {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const examples = [...readme.matchAll(/```js\n([^]*?)```/g)].map(([, code]) => code);
  const example = examples.find((code) => code.includes('normPropLSTM'));
  if (example === undefined) throw new Error('README.md: expected an example with normPropLSTM, got none');
  const [before, after] = ['before.mjs', 'after.mjs'].map((name) => readFileSync(join(here, name), 'utf8'));
  const [imports, ...code] = example.split('\n\n');
  return [imports, before, code.join('\n\n'), after].join('\n');
}

/** Bundles the app into `folder`/app.js; the build folder stays beside it. */
export async function bundleApp(esbuild, folder) {
  const app = join(folder, 'app');
  mkdirSync(app);
  installPacked(app);
  cpSync(join(here, 'seededRandom.mjs'), join(app, 'seededRandom.mjs'));
  writeFileSync(join(app, 'package.json'), '{"private": true, "type": "module"}\n');
  writeFileSync(join(app, 'main.js'), `import './seededRandom.mjs';\n${source()}`);
  await esbuild.build({
    entryPoints: [join(app, 'main.js')],
    outfile: join(folder, 'app.js'),
    bundle: true,
    format: 'esm',
    logLevel: 'error',
  });
}
