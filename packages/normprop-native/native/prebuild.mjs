// The binary of this platform for the package, in native/prebuilds, where node-gyp-build finds it. A release runs it on each
// platform and gathers the folders before it publishes (.github/workflows/native.yml). One binary serves every Node from 20 on (Node-API) and every processor of
// its architecture: it chooses the instruction set when it is loaded.
// usage: npm run make-prebuild -w normprop-native
import {spawnSync} from 'node:child_process';
import {createRequire} from 'node:module';
import {dirname} from 'node:path';
import {fileURLToPath} from 'node:url';
import compiler from './compile.cjs';

const bin = createRequire(import.meta.url).resolve('prebuildify/bin.js');
const headers = compiler.headers();
const {status} = spawnSync(process.execPath, [bin, '--napi', '--strip', '--tag-libc'], {
  cwd: dirname(fileURLToPath(import.meta.url)),
  stdio: 'inherit',
  env: {...(headers && {npm_config_nodedir: headers}), ...process.env},
});
process.exitCode = status ?? 1;
