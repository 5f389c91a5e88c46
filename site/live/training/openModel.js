import {modelFromBytes} from 'normprop-runtime/module';
import address from 'normprop-runtime/kernels.wasm?url';

const compiled = fetch(address).then(async (response) => WebAssembly.compile(await response.arrayBuffer()));
compiled.catch(() => {}); // whoever opens a model is told

/** A model of normprop-runtime; its kernels are a file of the site, which is half as large as both builds inside the code. */
export async function openModel(bytes) {
  return modelFromBytes(bytes, {module: await compiled});
}
