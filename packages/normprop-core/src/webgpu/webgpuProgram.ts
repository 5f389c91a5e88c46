import {engine} from '@tensorflow/tfjs-core';
import type {TensorInfo} from '@tensorflow/tfjs-core';

/** A compute shader in the form that tfjs's webgpu backend takes from outside; `fn main()` is in its user code. */
export interface WebGPUProgram {
  variableNames: string[];
  outputShape: number[];
  workgroupSize: [number, number, number];
  /** Which output dimensions lie along x and y of the dispatch. */
  dispatchLayout: {x: number[]; y: number[]};
  dispatch: [number, number, number];
  /** Fields of the uniform struct, after those that tfjs adds. */
  uniforms: string;
  /** What the compiled shader is kept under. */
  shaderKey: string;
  getUserCode(): string;
}

/** Values of `WebGPUProgram.uniforms`, in their order. */
export type Uniforms = Array<{type: 'int32' | 'float32'; data: number[]}>;

/** What a device takes, of the names that WebGPU gives it; sizes in bytes. */
export interface WebGPULimits {
  maxStorageBufferBindingSize: number;
  maxBufferSize: number;
  maxComputeWorkgroupsPerDimension: number;
}

/** What we use of tfjs's webgpu backend, which this package does not import. */
export interface WebGPUBackend {
  device: {limits: WebGPULimits};
  /** Writes to `output`, whose other values stay, or to a new tensor of `outputShape`. */
  runWebGPUProgram(
    program: WebGPUProgram,
    inputs: TensorInfo[],
    dtype: 'float32',
    uniforms: Uniforms,
    output?: TensorInfo,
  ): TensorInfo;
}

export function webgpuBackend(): WebGPUBackend {
  return engine().backend as unknown as WebGPUBackend;
}
