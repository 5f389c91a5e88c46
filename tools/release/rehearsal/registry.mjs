// A registry on this machine: what is published goes into a folder, everything else comes from npm's configured registry.
import {spawn, execFileSync, spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const shell = process.platform === 'win32';

/** Installs verdaccio as the lock file beside this file says, unless it is there. */
function installVerdaccio() {
  const hash = createHash('sha256')
    .update(readFileSync(join(here, 'package-lock.json')))
    .digest('hex');
  const mark = join(here, 'node_modules/.installed');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === hash) return;
  const {status} = spawnSync(npm, ['ci', '--ignore-scripts', '--prefer-offline', '--loglevel=error'], {
    cwd: here,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell,
  });
  if (status !== 0) throw new Error(`npm ci in ${here} ended with status ${status}`);
  writeFileSync(mark, hash);
}

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const {port} = server.address();
      server.close(() => resolve(port));
    });
  });

/**
 * Starts the registry. What it passed on from npm's registry before is still in `cache`; what was published to it is not.
 *
 * @returns `env` for npm, which then reads from and publishes to it, and `stop`.
 */
export async function startRegistry(cache, temporary) {
  installVerdaccio();
  const storage = join(cache, 'storage');
  mkdirSync(storage, {recursive: true});
  for (const name of readdirSync(storage))
    if (name.startsWith('normprop') || name.startsWith('.verdaccio'))
      rmSync(join(storage, name), {recursive: true});
  const uplink = execFileSync(npm, ['config', 'get', 'registry'], {encoding: 'utf8', shell}).trim();
  const port = await freePort();
  const config = join(temporary, 'verdaccio.yaml');
  const log = join(temporary, 'verdaccio.log');
  writeFileSync(
    config,
    `storage: ${JSON.stringify(storage)}
max_body_size: 100mb
uplinks:
  npm: {url: ${JSON.stringify(uplink)}, maxage: 24h, timeout: 60s, max_fails: 20}
packages:
  'normprop*': {access: $all, publish: $all}
  '**': {access: $all, proxy: npm}
log: {type: file, path: ${JSON.stringify(log)}, format: pretty, level: warn}
`,
  );
  const verdaccio = join(here, 'node_modules/verdaccio/bin/verdaccio');
  const child = spawn(process.execPath, [verdaccio, '--config', config, '--listen', `127.0.0.1:${port}`], {
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}/`;
  const until = Date.now() + 60_000;
  for (;;) {
    if (child.exitCode !== null)
      throw new Error(`verdaccio ended with ${child.exitCode}: ${readFileSync(log, 'utf8')}`);
    const up = await fetch(new URL('-/ping', url)).then(
      (answer) => answer.ok,
      () => false,
    );
    if (up) break;
    if (Date.now() > until) throw new Error('verdaccio: expected an answer within a minute, got none');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const userconfig = join(temporary, 'npmrc');
  writeFileSync(
    userconfig,
    `registry=${url}\n//127.0.0.1:${port}/:_authToken=rehearsal\nfund=false\naudit=false\nupdate-notifier=false\n`,
  );
  const outer = Object.entries(process.env).filter(
    ([name]) => !/^npm_/i.test(name) || /^npm_config_(cache|proxy|https_proxy|noproxy|cafile)$/i.test(name),
  );
  const cacheFolder = execFileSync(npm, ['config', 'get', 'cache'], {encoding: 'utf8', shell}).trim();
  return {
    url,
    env: {
      ...Object.fromEntries(outer),
      npm_config_userconfig: userconfig,
      npm_config_registry: url,
      npm_config_cache: cacheFolder,
      npm_config_fetch_retries: '5',
      CI: 'true',
    },
    stop: () => child.kill(),
  };
}
