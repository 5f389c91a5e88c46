'use strict';
// Compiles the kernels for this machine into native/build: `npm run build:native` in the repository, `npm rebuild normprop-native` where
// the package is installed. Exits with 1 and says why where it cannot.
const {existsSync, readdirSync, statSync} = require('node:fs');
const {dirname, join} = require('node:path');
const {spawnSync} = require('node:child_process');

const binary = join(__dirname, 'build/Release/normprop_native.node');

/** node-gyp: the one that npm runs scripts with, or the one that npm brings. */
function nodeGyp() {
  const given = process.env.npm_config_node_gyp;
  if (given !== undefined && existsSync(given)) return given;
  const bin = dirname(process.execPath);
  const places = [join(bin, '../lib/node_modules'), join(bin, 'node_modules'), '/usr/lib/node_modules'];
  return places
    .map((place) => join(place, 'npm/node_modules/node-gyp/bin/node-gyp.js'))
    .find((file) => existsSync(file));
}

/** The folder with Node's own headers, where they lie beside it; otherwise node-gyp fetches them. */
exports.headers = () => {
  const root = join(dirname(process.execPath), '..');
  return existsSync(join(root, 'include/node/node_api.h')) ? root : undefined;
};

const runs = (program) => spawnSync(program, ['--version'], {stdio: 'ignore'}).status === 0;

/** What this machine lacks to compile, or undefined. On Windows node-gyp itself looks for Visual Studio. */
exports.lacks = () => {
  if (nodeGyp() === undefined) return 'node-gyp was not found; npm brings it';
  if (process.platform === 'win32') return undefined;
  const compiler = process.env.CXX ?? 'c++';
  const missing = [compiler, 'make', 'python3'].filter((program) => !runs(program));
  return missing.length > 0 ? `${missing.join(', ')} not found` : undefined;
};

/** Whether there is a binary that is newer than all it is made from. */
exports.isCompiled = () => {
  if (!existsSync(binary)) return false;
  const made = statSync(binary).mtimeMs;
  const sources = [
    join(__dirname, 'binding.gyp'),
    ...readdirSync(join(__dirname, 'src')).map((file) => join(__dirname, 'src', file)),
  ];
  return sources.every((file) => statSync(file).mtimeMs <= made);
};

/** Compiles; returns what went wrong, or undefined. */
exports.compile = () => {
  const missing = exports.lacks();
  if (missing !== undefined) return missing;
  const headers = exports.headers();
  const given = headers === undefined ? [] : [`--nodedir=${headers}`];
  const {status, error} = spawnSync(process.execPath, [nodeGyp(), 'rebuild', ...given], {
    cwd: __dirname,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (error) return error.message;
  return status === 0 ? undefined : `node-gyp ended with ${status}; it needs a compiler for C++17`;
};

if (require.main === module) {
  const problem = exports.compile();
  if (problem !== undefined) {
    console.error(`normprop-native: not compiled, because ${problem}`);
    process.exitCode = 1;
  }
}
