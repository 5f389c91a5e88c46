import {engine, getKernel, registerGradient, registerKernel} from '@tensorflow/tfjs-core';
import type {NamedAttrMap, NamedTensorMap, Tensor, TensorInfo} from '@tensorflow/tfjs-core';
import {sequenceInputNames} from './sequenceImplementation.js';
import type {
  SequenceImplementation,
  SequenceInputName,
  SequenceInputs,
  SequenceReserve,
  SequenceSettings,
} from './sequenceImplementation.js';

/** Name under which the recurrence is registered with tfjs, on every backend. */
export const sequenceKernelName = 'NormPropLSTMSequence';

interface SequenceAttributes {
  names: SequenceInputName[];
  settings: SequenceSettings;
  reserve: SequenceReserve;
  implementation: SequenceImplementation;
}

/** Runs the recurrence on the current backend and records it for the gradient. */
export function runSequence(
  implementation: SequenceImplementation,
  inputs: SequenceInputs,
  settings: Omit<SequenceSettings, 'keepForGradient'>,
): Tensor[] {
  const backend = engine().backendName;
  registerOn(backend);
  const names = sequenceInputNames.filter((name) => inputs[name] !== undefined);
  const attributes: SequenceAttributes = {
    names,
    settings: {...settings, keepForGradient: engine().isTapeOn()},
    reserve: {},
    implementation,
  };
  // An array, because tfjs saves all of an op's inputs for its gradient only then.
  const list = names.map((name) => inputs[name]!) as unknown as NamedTensorMap;
  return engine().runKernel(sequenceKernelName, list, attributes as unknown as NamedAttrMap);
}

function registerOn(backendName: string): void {
  if (getKernel(sequenceKernelName, backendName) !== undefined) return;
  registerKernel({
    kernelName: sequenceKernelName,
    backendName,
    kernelFunc: ({inputs, attrs}) => {
      const {names, settings, reserve, implementation} = attrs as unknown as SequenceAttributes;
      const tensors = inputs as unknown as TensorInfo[] as Tensor[];
      return implementation.forward(byName(names, tensors), settings, reserve);
    },
  });
}

registerGradient({
  kernelName: sequenceKernelName,
  saveAllInputs: true,
  outputsToSave: new Array<boolean>(32).fill(true),
  gradFunc: (dys, saved, attrs) => {
    const {names, settings, reserve, implementation} = attrs as unknown as SequenceAttributes;
    const [outputs, hidden, cell] = dys as Tensor[];
    const inputs = byName(names, saved.slice(0, names.length));
    const gradients = implementation.backward(
      inputs,
      saved.slice(names.length),
      settings,
      {outputs, hidden, cell},
      reserve,
    );
    const noGradient = (name: string) => () => {
      throw new Error(`${name}: the recurrence has no gradient for it`);
    };
    return Object.fromEntries(names.map((name, i) => [i, gradients[name] ?? noGradient(name)]));
  },
});

function byName(names: SequenceInputName[], tensors: Tensor[]): SequenceInputs {
  return Object.fromEntries(names.map((name, i) => [name, tensors[i]])) as SequenceInputs;
}
