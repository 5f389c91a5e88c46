import {engine} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';

/** What the webgpu backend knows of a tensor: the type of the numbers in its buffer, and its values if this thread has them. */
export interface WebGPUEntry {
  dtype: string;
  values?: unknown;
}

/** @returns undefined on other backends, and for a tensor that lies on another one. */
export function webgpuEntry(tensor: Tensor): WebGPUEntry | undefined {
  const {backend, backendName} = engine();
  if (backendName !== 'webgpu') return undefined;
  const {tensorMap} = backend as unknown as {
    tensorMap?: {has(dataId: object): boolean; get(dataId: object): WebGPUEntry};
  };
  return tensorMap?.has(tensor.dataId) ? tensorMap.get(tensor.dataId) : undefined;
}
