// Makes the two files for pages without a bundler: a module, and a plain script that gives the global `normprop`. TensorFlow.js stays
// outside of both: the module imports it, the script takes the global `tf`.
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const common = {
  entryPoints: [`${dist}esm/index.js`],
  bundle: true,
  minify: true,
  target: 'es2022',
  legalComments: 'none',
  banner: {js: '/* normprop-layers, Apache-2.0 */'},
};

/** TensorFlow.js as its own script leaves it. */
const globalTf = {
  name: 'global-tf',
  setup(hooks) {
    hooks.onResolve({filter: /^@tensorflow\//}, () => ({path: 'tf', namespace: 'global'}));
    hooks.onLoad({filter: /^tf$/, namespace: 'global'}, () => ({
      contents: `if (!globalThis.tf?.layers)
        throw new Error('normprop-layers: the script of @tensorflow/tfjs has to come before this one');
      module.exports = globalThis.tf;`,
    }));
  },
};

await build({
  ...common,
  format: 'esm',
  external: ['@tensorflow/*'],
  outfile: `${dist}normprop-layers.esm.js`,
});
await build({
  ...common,
  format: 'iife',
  globalName: 'normprop',
  plugins: [globalTf],
  outfile: `${dist}normprop-layers.min.js`,
});
