// What a page loads: the runtime with its kernels as one minified module, gzipped.
import {build} from 'esbuild';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';

const KIB = 1024;

async function gzipped(entry: string): Promise<number> {
  const {outputFiles} = await build({
    entryPoints: [join(__dirname, '../src', entry)],
    alias: {'normprop-kernels/stream': join(__dirname, '../../normprop-kernels/src/stream/index.ts')},
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    logLevel: 'error',
  });
  return gzipSync(outputFiles[0].contents, {level: 9}).length;
}

test('the runtime and its kernels are at most 45 KB gzipped', async () => {
  const size = await gzipped('index.ts');
  expect(size).toBeGreaterThan(10 * KIB); // both builds of the kernels are in it
  expect(size).toBeLessThan(45_000);
});

test('the entry that takes a module carries no binary', async () => {
  expect(await gzipped('withModule.ts')).toBeLessThan(15_000);
});
