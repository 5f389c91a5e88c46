import type {SequenceImplementation, SequenceSizes} from '../recurrence/sequenceImplementation.js';
import {slopeLayout} from './normalisedBackward.js';
import {normalisedLayout} from './normalisedForward.js';
import {webgpuBackend} from './webgpuProgram.js';
import type {WebGPULimits} from './webgpuProgram.js';
import {webgpuSequence} from './webgpuSequence.js';

/** The shaders, or undefined, for tfjs's ops, where the device would not take their buffers or as many workgroups. */
export function chooseForWebGPU(sizes: SequenceSizes): SequenceImplementation | undefined {
  return fitsDevice(sizes, webgpuBackend().device.limits) ? webgpuSequence : undefined;
}

/** Whether a call fits with every option and its gradient. */
export function fitsDevice(sizes: SequenceSizes, limits: WebGPULimits): boolean {
  const {timeSteps, batch, units, normalised} = sizes;
  const state = batch * units;
  const all = timeSteps * state;
  const layouts = (['row', 'unit'] as const).map((grouping) =>
    normalisedLayout(timeSteps, batch, units, grouping),
  );
  const floats = Math.max(
    ...(normalised ? [...layouts, slopeLayout(timeSteps, batch, units)].map(({size}) => size) : []),
    6 * all, // h, c and the gates
    4 * (all + state), // the gradients
    3 * (all + state) + timeSteps * (2 * batch + 10 * units) + 13 * units, // the optional inputs in one buffer
  );
  const groups = normalised
    ? Math.max(batch, Math.ceil(units / 16))
    : Math.ceil(Math.max(batch / 32, units / 16));
  return (
    4 * floats <= Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize) &&
    groups <= limits.maxComputeWorkgroupsPerDimension
  );
}
