import {engine} from '@tensorflow/tfjs-core';
import type {Tensor, TensorInfo} from '@tensorflow/tfjs-core';
import {runStepKernel} from '../recurrence/stepKernel.js';

/** A fragment shader in the form that tfjs's webgl backend takes from outside; `void main()` is in its user code. */
export interface WebGLProgram {
  variableNames: string[];
  outputShape: number[];
  customUniforms: Array<{name: string; type: 'int' | 'float'}>;
  userCode: string;
}

/** What we use of tfjs's webgl backend, which this package does not import. */
interface WebGLBackend {
  runWebGLProgram(
    program: WebGLProgram,
    inputs: TensorInfo[],
    dtype: 'float32',
    uniforms: number[][],
  ): TensorInfo;
}

/**
 * Runs one step as a kernel of tfjs.
 *
 * @param inputs By the names of the program's variables, in their order.
 * @param uniforms Values of `customUniforms`.
 */
export function runStep(program: WebGLProgram, inputs: Tensor[], uniforms: number[]): Tensor {
  const backend = engine().backend as unknown as WebGLBackend;
  const values = uniforms.map((value) => [value]);
  return runStepKernel(inputs, (given) =>
    backend.runWebGLProgram(program, given, 'float32', values),
  ) as Tensor;
}
