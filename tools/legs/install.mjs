// What the node, cuda, browser and webgpu legs need beyond the repository's own dependencies: tools/legs/package.json.
// usage: node tools/legs/install.mjs
import {spawnSync} from 'node:child_process';
import {existsSync, statSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));

/** Installs tools/legs/node_modules unless it is as new as its lock file. */
export function installLegs() {
  const installed = join(folder, 'node_modules/.package-lock.json'); // npm writes it last
  if (
    existsSync(installed) &&
    statSync(installed).mtimeMs >= statSync(join(folder, 'package-lock.json')).mtimeMs
  )
    return;
  const windows = process.platform === 'win32';
  const arguments_ = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const {status} = spawnSync(windows ? 'npm.cmd' : 'npm', arguments_, {
    cwd: folder,
    stdio: 'inherit',
    shell: windows,
  });
  if (status !== 0) throw new Error(`npm ci in ${folder} ended with status ${status}: see above`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) installLegs();
