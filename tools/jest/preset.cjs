'use strict';
// One jest configuration for every package. TFJS_BACKEND chooses the leg of the test matrix.
const path = require('node:path');
const root = path.resolve(__dirname, '../..');
const backend = process.env.TFJS_BACKEND ?? 'cpu';
const {excluded} = require('./exclusions.cjs');
const {legs} = require('./legs.cjs');

module.exports = (dir) => ({
  rootDir: dir,
  displayName: `${path.basename(dir)}:${backend}`,
  testEnvironment: legs[backend]?.environment ?? 'node',
  testMatch: (legs[backend]?.only?.[path.basename(dir)] ?? ['*']).flatMap((name) =>
    ['src', 'test'].map((top) => `<rootDir>/${top}/**/${name}.test.ts`),
  ),
  testPathIgnorePatterns: ['/node_modules/', ...excluded(path.basename(dir), backend)],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: {target: 'es2022', parser: {syntax: 'typescript'}},
        module: {type: 'commonjs'},
        sourceMaps: 'inline',
      },
    ],
  },
  moduleNameMapper: {
    '^(normprop-[a-z]+)$': path.join(root, 'packages/$1/src/index.ts'),
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // one copy of tfjs, for the backends of tools/legs too
    '^(@tensorflow/tfjs-(core|layers|data|backend-cpu))$': path.join(root, 'node_modules/$1'),
  },
  setupFilesAfterEnv: [path.join(root, 'tools/jest/setup-backend.cjs')],
  cacheDirectory: path.join(root, 'node_modules/.cache/jest'),
  testTimeout: backend === 'webgpu' ? 300_000 : 60_000, // a software adapter compiles each shader for a second
});
