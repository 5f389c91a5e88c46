import {engine, getKernel, registerKernel} from '@tensorflow/tfjs-core';
import type {NamedAttrMap, NamedTensorMap, Tensor, TensorInfo} from '@tensorflow/tfjs-core';
import {webgpuBackend} from './webgpuProgram.js';
import type {Uniforms, WebGPUProgram} from './webgpuProgram.js';

/** Name under which a step of the recurrence is registered with tfjs, so that `tf.profile` counts it. */
export const stepKernelName = 'NormPropLSTMStep';

/** One step: its program and where it stands. */
export interface StepRun {
  program: WebGPUProgram;
  uniforms: Uniforms;
  /** The tensor that all steps write to, each its own part; made by the first. */
  output?: Tensor;
}

/** Runs one step and returns the tensor that it wrote to. */
export function runStep(inputs: Tensor[], run: StepRun): Tensor {
  if (getKernel(stepKernelName, 'webgpu') === undefined) register();
  const made = engine().runKernel(
    stepKernelName,
    inputs as unknown as NamedTensorMap,
    run as unknown as NamedAttrMap,
  ) as Tensor;
  return run.output ?? made;
}

function register(): void {
  registerKernel({
    kernelName: stepKernelName,
    backendName: 'webgpu',
    kernelFunc: ({inputs, attrs}) => {
      const {program, uniforms, output} = attrs as unknown as StepRun;
      const list = inputs as unknown as TensorInfo[];
      // A copy, since tfjs writes its own, longer shaderKey into it.
      const written = webgpuBackend().runWebGPUProgram({...program}, list, 'float32', uniforms, output);
      return output === undefined ? written : []; // what is there already is no new tensor
    },
  });
}
