// The browser legs of the test matrix.
const softwareGL = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

/**
 * `backend` is tfjs's name; `isolated` pages are served with the two headers that give them shared memory; `worker` runs
 * the tests in a Web Worker, which may sleep while other threads work; `flags` make software do a graphics card's work.
 */
export const legs = {
  'browser-wasm': {backend: 'wasm', flags: []},
  'browser-wasm-threads': {backend: 'wasm', isolated: true, worker: true, threads: 2, flags: []},
  'browser-webgl': {backend: 'webgl', flags: softwareGL},
  'browser-webgpu': {
    backend: 'webgpu',
    flags: [...softwareGL, '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
  },
};

/** The packages whose tests run in the browser. */
export const packages = ['normprop-core', 'normprop-layers', 'normprop-draw'];
