// What a page pays for the package in the current folder: bundled and minified by esbuild without TensorFlow.js, then gzipped.
// A row for each use in bundles.json, in kB of 1000 bytes; a use above its limit fails, since then something no longer shakes off.
// usage: node ../../tools/release/checkBundles.mjs
import {readFileSync} from 'node:fs';
import {gzipSync} from 'node:zlib';
import {build} from 'esbuild';

const {name} = JSON.parse(readFileSync('package.json', 'utf8'));
const rows = JSON.parse(readFileSync(new URL('bundles.json', import.meta.url), 'utf8'))[name];
for (const {use, limit} of rows) {
  const {outputFiles} = await build({
    stdin: {contents: use, resolveDir: process.cwd()},
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    external: ['@tensorflow/*'],
    logLevel: 'error',
  });
  const size = gzipSync(outputFiles[0].contents, {level: 9}).length / 1000;
  const small = size > 0.1 && size <= limit; // nothing at all would be no use
  console.log(`${small ? 'passed' : 'failed'}: ${use}: ${size.toFixed(1)} kB gzipped, at most ${limit}`);
  if (!small) process.exitCode = 1;
}
