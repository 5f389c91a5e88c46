import {env} from '@tensorflow/tfjs-core';
import type {SequenceImplementation, SequenceSizes} from '../recurrence/sequenceImplementation.js';
import {statePlanes} from './forwardStep.js';
import {webglSequence} from './webglSequence.js';

/** The shaders, or undefined, for tfjs's ops: for Layer and Batch Norm, and where a texture would become too large. */
export function chooseForWebGL(sizes: SequenceSizes): SequenceImplementation | undefined {
  const fits = fitsTexture(sizes, env().getNumber('WEBGL_MAX_TEXTURE_SIZE'));
  return fits && !sizes.normalised ? webglSequence : undefined;
}

/** Whether the states of all steps, with every option, go into one texture of a number a texel. */
export function fitsTexture({timeSteps, batch, units}: SequenceSizes, maxTextureSize: number): boolean {
  return timeSteps * statePlanes(true, true).count * batch * units <= maxTextureSize ** 2;
}
