import {kernelInfo} from 'normprop-kernels';
import {setSequenceImplementation} from '../sequence/sequenceOp.js';
import {fusedSequence} from './fusedSequence.js';

/** Backends whose tensors lie in this thread's memory. */
const backends: readonly string[] = ['cpu', 'wasm'];

let on = false;

/** Has our ops run as fused kernels where the engine can, or (off) as tfjs ops everywhere. Compiles nothing yet. */
export function runFused(wanted: boolean): void {
  on = wanted;
  for (const backend of backends) {
    setSequenceImplementation(backend, () => (runsFused(backend) ? fusedSequence : undefined));
  }
}

/** Whether our ops run as fused kernels on this backend now. */
export function runsFused(backend: string): boolean {
  return on && backends.includes(backend) && kernelInfo().build !== 'reference';
}
