// The backend under test. Bundled with the tests, so that it shares their tfjs.
import {backend, env, getBackend, scalar, setBackend} from '@tensorflow/tfjs-core';

const starts = {
  async wasm() {
    const {setWasmPaths} = await import('@tensorflow/tfjs-backend-wasm');
    setWasmPaths('/wasm/');
  },
  webgl: () => import('@tensorflow/tfjs-backend-webgl'),
  webgpu: () => import('@tensorflow/tfjs-backend-webgpu'),
};

/** What the backend runs on, in words. */
async function device(name) {
  if (name === 'webgl') {
    const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
    const names = gl.getExtension('WEBGL_debug_renderer_info');
    const bits = env().get('WEBGL_RENDER_FLOAT32_ENABLED') ? 32 : 16;
    return `${gl.getParameter(names?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER)}, ${bits} bit`;
  }
  if (name === 'webgpu') {
    const {vendor, architecture, description} = backend().adapterInfo;
    return [vendor, architecture, description].filter(Boolean).join(' ');
  }
  const flags = ['WASM_HAS_SIMD_SUPPORT', 'WASM_HAS_MULTITHREAD_SUPPORT'];
  const [simd, threads] = await Promise.all(flags.map((flag) => env().getAsync(flag)));
  return `tfjs wasm${simd ? ', SIMD' : ''}${threads ? ', threads' : ''}`;
}

/** Our kernels with that many threads, once all of them have come up. */
async function startThreads(threads) {
  const {useKernels} = await import('normprop-core');
  const deadline = performance.now() + 20_000;
  for (let info = useKernels({threads}); info.threads < threads; info = useKernels(true)) {
    if (performance.now() > deadline) throw new Error(`${info.threads} of ${threads} threads came up`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Throws where tfjs went on with another backend, which it does in silence. */
function check(name, when) {
  if (getBackend() !== name) throw new Error(`${when}: expected the backend ${name}, got ${getBackend()}`);
}

/** Starts the backend; `finish` checks that it is still the one and tells what ran. */
export async function startBackend(settings) {
  const name = settings.get('backend');
  await starts[name]();
  if (!(await setBackend(name))) throw new Error(`the tfjs backend '${name}' did not start`);
  // as tools/jest/setup-backend.cjs
  env().set('IS_TEST', true);
  scalar(0).dispose();
  env().set('IS_TEST', false);
  check(name, 'at the start');
  // A shader that does not compile gives zeros, and says so nowhere else.
  if (name === 'webgpu')
    backend().device.addEventListener('uncapturederror', ({error}) => reportError(new Error(error.message)));
  const threads = Number(settings.get('threads') ?? 1);
  if (threads > 1) await startThreads(threads);
  return {
    async finish() {
      check(name, 'at the end');
      const runs = {backend: name, isolated: globalThis.crossOriginIsolated, device: await device(name)};
      if (name !== 'wasm') return runs;
      const {kernelInfo} = await import('normprop-kernels');
      return {...runs, kernels: kernelInfo().build};
    },
  };
}
