'use strict';
// One jest configuration for every package. TFJS_BACKEND chooses the leg of the test matrix.
const path = require('node:path');
const root = path.resolve(__dirname, '../..');
const {excluded} = require('./exclusions.cjs');
const {legOf} = require('./legs.cjs');

const name = process.env.TFJS_BACKEND ?? 'cpu';
const leg = legOf(name);
// for jest's workers and the programs that tests start: one leg runs native kernels, the others WebAssembly's
process.env.NORMPROP_NATIVE = leg.native ? '1' : '0';
const appFile = path.join(root, 'tools/browser/app/runApp.mjs');

/** The browser legs with wasm also run an app that a bundler has made of the packages. */
const hasApp = (folder) => leg.page && leg.backend === 'wasm' && path.basename(folder) === 'normprop-layers';

module.exports = (folder) => ({
  rootDir: folder,
  displayName: `${path.basename(folder)}:${name}`,
  ...(leg.page && {runner: path.join(root, 'tools/browser/runner.mjs')}),
  testEnvironment: leg.environment ?? 'node',
  roots: [folder, ...(hasApp(folder) ? [path.dirname(appFile)] : [])],
  testMatch: [
    ...(leg.packages[path.basename(folder)] ?? ['*']).flatMap((pattern) =>
      ['src', 'test'].map((top) => `<rootDir>/${top}/**/${pattern}.test.ts`),
    ),
    ...(hasApp(folder) ? [appFile] : []),
  ],
  testPathIgnorePatterns: ['/node_modules/', ...excluded(path.basename(folder), name)],
  // onnx-buf is published as an ES module only, which jest does not load by itself.
  transformIgnorePatterns: ['/node_modules/(?!onnx-buf/)'],
  transform: {
    '\\.ts$|/onnx-buf/.*\\.js$': [
      '@swc/jest',
      {
        jsc: {target: 'es2022', parser: {syntax: 'typescript'}},
        module: {type: 'commonjs'},
        sourceMaps: 'inline',
      },
    ],
  },
  moduleNameMapper: {
    '^normprop-native$': path.join(root, 'packages/normprop-native/index.js'),
    '^(normprop-[a-z]+)$': path.join(root, 'packages/$1/src/index.ts'),
    '^(normprop-[a-z]+)/(steps|stream|weights|windows)$': path.join(root, 'packages/$1/src/$2/index.ts'),
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // one copy of tfjs, for the backends of tools/legs too
    '^(@tensorflow/tfjs-(core|layers|data|backend-cpu))$': path.join(root, 'node_modules/$1'),
  },
  setupFilesAfterEnv: [path.join(root, 'tools/jest/setup-backend.cjs')],
  cacheDirectory: path.join(root, 'node_modules/.cache/jest'),
  openHandlesTimeout: 10_000, // a browser on a busy machine takes seconds to go
  testTimeout: leg.page ? 120_000 : leg.backend === 'webgpu' ? 300_000 : 60_000, // software compiles each shader for a second
});
