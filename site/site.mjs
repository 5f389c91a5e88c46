// Builds the site and serves it to this machine, or tests it in a headless Chromium.
// usage: npm run site [-- --build | --serve | --test] [--port 4173] [--isolated]
import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {installFolder} from '../tools/legs/install.mjs';
import {serve} from './serve.mjs';

const site = fileURLToPath(new URL('.', import.meta.url));
const {values} = parseArgs({
  options: {
    build: {type: 'boolean', default: false},
    serve: {type: 'boolean', default: false},
    test: {type: 'boolean', default: false},
    isolated: {type: 'boolean', default: false}, // cross-origin isolated: the kernels' threads work
    port: {type: 'string', default: '4173'},
  },
});
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65535)
  throw new Error(`--port: expected a number from 0 to 65535, got '${values.port}'`);

const lacks = await installFolder(site);
if (lacks) throw new Error(lacks);
const built = join(site, 'dist');
if (values.serve && !existsSync(built))
  throw new Error('--serve: nothing is built yet; leave the option out');
if (!values.serve) {
  const {buildSite} = await import('./build/build.mjs');
  await buildSite();
}
if (values.test) {
  const files = readdirSync(join(site, 'test'))
    .filter((name) => name.endsWith('.test.mjs'))
    .map((name) => join('test', name));
  const {status} = spawnSync(process.execPath, ['--test', '--test-concurrency=1', ...files], {
    cwd: site,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
} else if (!values.build) {
  const {url} = await serve(built, {port, isolated: values.isolated});
  console.log(`The site is at ${url}. Ctrl-C ends it.`);
}
