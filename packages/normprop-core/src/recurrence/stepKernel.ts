import {engine, getKernel, registerKernel} from '@tensorflow/tfjs-core';
import type {NamedAttrMap, NamedTensorMap, Tensor, TensorInfo} from '@tensorflow/tfjs-core';

/** Name under which a step on a GPU is registered with tfjs, so that `tf.profile` counts it. */
export const stepKernelName = 'NormPropLSTMStep';

/** Sends one program to the GPU; returns the tensor that it made, or nothing where it wrote to one that was there. */
export type SendStep = (inputs: TensorInfo[]) => TensorInfo | [];

/** Runs one step of the recurrence as a kernel of the current backend. */
export function runStepKernel(inputs: Tensor[], send: SendStep): Tensor | [] {
  const {backendName} = engine();
  if (getKernel(stepKernelName, backendName) === undefined) {
    registerKernel({
      kernelName: stepKernelName,
      backendName,
      kernelFunc: ({inputs, attrs}) =>
        (attrs as unknown as {send: SendStep}).send(inputs as unknown as TensorInfo[]),
    });
  }
  const attributes = {send} as unknown as NamedAttrMap;
  return engine().runKernel(stepKernelName, inputs as unknown as NamedTensorMap, attributes) as Tensor | [];
}
