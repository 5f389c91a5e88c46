import type {Tensor} from '@tensorflow/tfjs-core';
import {runStepKernel} from '../recurrence/stepKernel.js';
import {webgpuBackend} from './webgpuProgram.js';
import type {Uniforms, WebGPUProgram} from './webgpuProgram.js';

/** One step: its program and where it stands. */
export interface StepRun {
  program: WebGPUProgram;
  uniforms: Uniforms;
  /** The tensor that all steps write to, each its own part; made by the first. */
  output?: Tensor;
}

/** Runs one step and returns the tensor that it wrote to. */
export function runStep(inputs: Tensor[], {program, uniforms, output}: StepRun): Tensor {
  const made = runStepKernel(inputs, (given) => {
    // A copy of the program, since tfjs writes its own, longer shaderKey into it.
    const written = webgpuBackend().runWebGPUProgram({...program}, given, 'float32', uniforms, output);
    return output === undefined ? written : [];
  });
  return output ?? (made as Tensor);
}
