import {engine} from '@tensorflow/tfjs-core';
import {referenceBackward} from './reference/backward.js';
import {referenceForward} from './reference/forward.js';
import type {SequenceImplementation, SequenceSizes} from './sequenceImplementation.js';

/** The recurrence in tfjs ops, for every backend that has nothing faster. */
export const referenceImplementation: SequenceImplementation = {
  takesLayersAsTheyAre: false,
  forward: referenceForward,
  backward: referenceBackward,
};

type Choice = (sizes: SequenceSizes) => SequenceImplementation | undefined;

const implementations = new Map<string, Choice>();

/**
 * Chooses how a backend runs the recurrence: `choose` is asked at every call, and where it gives undefined, or where there
 * is none, the reference runs.
 */
export function setSequenceImplementation(backend: string, choose?: Choice): void {
  if (choose === undefined) implementations.delete(backend);
  else implementations.set(backend, choose);
}

/** How the current backend runs the recurrence of these sizes now. */
export function sequenceImplementation(sizes: SequenceSizes): SequenceImplementation {
  return implementations.get(engine().backendName)?.(sizes) ?? referenceImplementation;
}
