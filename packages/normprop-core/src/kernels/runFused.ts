import {kernelInfo} from 'normprop-kernels';
import {setSequenceImplementation} from '../sequence/implementations.js';
import {fusedSequence} from './fusedSequence.js';
import {nodeSequence} from './nodeSequence.js';
import {chooseForWebGL} from './webgl/chooseForWebGL.js';
import {chooseForWebGPU} from './webgpu/chooseForWebGPU.js';

/** Backends whose tensors lie in this thread's memory. */
const backends: readonly string[] = ['cpu', 'wasm'];
/** Backends for which there are shaders. */
const onGPU = {webgpu: chooseForWebGPU, webgl: chooseForWebGL};

let on = false;

/** Has our ops run as fused kernels where the engine can, or (off) as tfjs ops everywhere. Compiles nothing yet. */
export function runFused(wanted: boolean): void {
  on = wanted;
  for (const backend of backends) {
    setSequenceImplementation(backend, () => (runsFused(backend) ? fusedSequence : undefined));
  }
  setSequenceImplementation('tensorflow', (sizes) => (canFuse() ? nodeSequence(sizes) : undefined));
  for (const [backend, choose] of Object.entries(onGPU)) {
    setSequenceImplementation(backend, (sizes) => (on ? choose(sizes) : undefined));
  }
}

/** Whether our ops run as fused WebAssembly kernels on this backend now. */
export function runsFused(backend: string): boolean {
  return backends.includes(backend) && canFuse();
}

function canFuse(): boolean {
  return on && kernelInfo().build !== 'reference';
}
