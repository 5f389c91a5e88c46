// The streaming module of normprop-kernels as this package's own files, for those who compile it themselves.
import {copyFileSync} from 'node:fs';
import {createRequire} from 'node:module';

const {resolve} = createRequire(import.meta.url);
copyFileSync(resolve('normprop-kernels/stream.wasm'), 'dist/kernels.wasm');
copyFileSync(resolve('normprop-kernels/stream-relaxed.wasm'), 'dist/kernels-relaxed.wasm');
