import {engine} from '@tensorflow/tfjs-core';
import type {SequenceImplementation, SequenceSizes} from '../recurrence/sequenceImplementation.js';
import {fusedSequence} from './fusedSequence.js';

/**
 * Up to so many multiply-adds a step, B·4H·(D+H), a sequence on tfjs-node's processor build runs as one WebAssembly kernel:
 * what TensorFlow takes to call some twenty ops a step (sixty with normalisation in the loop) is more than what its faster
 * products save. Measured: docs/backends.md.
 */
const largestStep = {plain: 16e6, normalised: 80e6};

/**
 * How the backend `tensorflow` runs a sequence: on the processor the fused kernel for small steps, its own ops for large ones;
 * on a GPU its own ops.
 *
 * @returns undefined for tfjs's ops.
 */
export function nodeSequence(sizes: SequenceSizes): SequenceImplementation | undefined {
  const {batch, inputSize, units, normalised} = sizes;
  const {isUsingGpuDevice} = engine().backend as {isUsingGpuDevice?: boolean};
  if (isUsingGpuDevice === true) return undefined;
  return batch * 4 * units * (inputSize + units) <= largestStep[normalised ? 'normalised' : 'plain']
    ? fusedSequence
    : undefined;
}
