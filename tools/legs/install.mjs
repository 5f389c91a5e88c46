// What the node, cuda, browser and webgpu legs need beyond the repository's own dependencies: tools/legs/package.json; and
// onnxruntime, by far the largest, for those who ask for it alone: tools/onnxruntime/package.json.
// usage: node tools/legs/install.mjs [onnxruntime]
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {alone} from './alone.mjs';

const tools = join(dirname(fileURLToPath(import.meta.url)), '..');
const unreachable = /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|ERR_SOCKET_TIMEOUT/;

/**
 * Installs tools/legs/node_modules, or that of another folder of tools, unless it was installed from its lock file.
 *
 * @param {'legs' | 'onnxruntime'} name
 * @returns {Promise<string | undefined>} What this machine lacks for that, in one line: npm, or a way to the registry.
 * @throws {Error} where npm fails for another reason.
 */
export const installLegs = (name = 'legs') => installFolder(join(tools, name));

/** The same for any folder with a package.json and a lock file of its own. */
export const installFolder = (folder) => alone(() => install(folder));

function install(folder) {
  const installed = join(folder, 'node_modules/.installed'); // the hash of the lock file; npm ci removes it when it begins
  const lock = readFileSync(join(folder, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === hash) return undefined;
  const windows = process.platform === 'win32';
  const arguments_ = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const {status, stderr, error} = spawnSync(windows ? 'npm.cmd' : 'npm', arguments_, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'inherit', 'pipe'],
    shell: windows,
  });
  if (error?.code === 'ENOENT') return `npm was not found, which installs ${folder}`;
  if (error) throw error;
  if (status === 0) {
    writeFileSync(installed, hash);
    return undefined;
  }
  const code = unreachable.exec(stderr)?.[0];
  if (code) return `npm ci in ${folder} could not reach the registry (${code})`;
  throw new Error(`npm ci in ${folder} ended with status ${status}:\n${stderr.trim()}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lacks = await installLegs(process.argv[2]);
  if (lacks) console.error(`not installed: ${lacks}`);
  process.exitCode = lacks ? 1 : 0;
}
