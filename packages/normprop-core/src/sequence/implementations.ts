import {engine} from '@tensorflow/tfjs-core';
import {canFuse, fusedIsOn} from '../fused/fusedSwitch.js';
import {fusedSequence} from '../fused/fusedSequence.js';
import {nodeSequence} from '../fused/nodeSequence.js';
import {referenceBackward} from '../reference/backward.js';
import {referenceForward} from '../reference/forward.js';
import type {SequenceImplementation, SequenceSizes} from '../recurrence/sequenceImplementation.js';
import {chooseForWebGL} from '../webgl/chooseForWebGL.js';
import {chooseForWebGPU} from '../webgpu/chooseForWebGPU.js';

/** The recurrence in tfjs ops, for every backend that has nothing faster. */
export const referenceImplementation: SequenceImplementation = {
  takesLayersAsTheyAre: false,
  forward: referenceForward,
  backward: referenceBackward,
};

type Choice = (sizes: SequenceSizes) => SequenceImplementation | undefined;

/** What is faster than the reference, by backend; asked at every call, with its sizes. */
const faster: ReadonlyMap<string, Choice> = new Map<string, Choice>([
  ['cpu', () => (canFuse() ? fusedSequence : undefined)],
  ['wasm', () => (canFuse() ? fusedSequence : undefined)],
  ['tensorflow', (sizes) => (canFuse() ? nodeSequence(sizes) : undefined)],
  ['webgpu', chooseForWebGPU],
  ['webgl', chooseForWebGL],
]);

/** How the current backend runs the recurrence of these sizes now. */
export function sequenceImplementation(sizes: SequenceSizes): SequenceImplementation {
  const choose = fusedIsOn() ? faster.get(engine().backendName) : undefined;
  return choose?.(sizes) ?? referenceImplementation;
}
