import {engine, getKernel, registerGradient, registerKernel, tidy, zeros} from '@tensorflow/tfjs-core';
import type {NamedAttrMap, NamedTensorMap, Tensor, TensorInfo} from '@tensorflow/tfjs-core';
import {checkOneCore} from '../check/checkOneCore.js';
import {firstDerivative} from '../tensors/firstDerivative.js';
import {hasNestedGradient} from '../tensors/hasNestedGradient.js';
import {resultNames, sequenceInputNames} from '../recurrence/sequenceImplementation.js';
import {validInputs} from './validInputs.js';
import type {
  ResultName,
  SequenceImplementation,
  SequenceInputName,
  SequenceInputs,
  SequenceReserve,
  SequenceSettings,
} from '../recurrence/sequenceImplementation.js';

/** Name under which the recurrence is registered with tfjs, on every backend. */
export const sequenceKernelName = 'NormPropLSTMSequence';

/**
 * The same, with a gradient that reads no tensor: those that tfjs saves for one it copies on `wasm`. For implementations that keep what
 * their gradient needs themselves.
 */
const unsavedKernelName = 'NormPropLSTMSequenceUnsaved';

interface SequenceAttributes {
  names: SequenceInputName[];
  /** May be disposed of when the gradient is taken. */
  inputs: Tensor[];
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
  const list = names.map((name) => inputs[name]!);
  const attributes: SequenceAttributes = {
    names,
    inputs: list,
    settings: {...settings, keepForGradient: engine().isTapeOn()},
    reserve: {},
    implementation,
  };
  // A gradient of the gradient must find a way to the inputs.
  const saves = !implementation.gradientFromReserve || hasNestedGradient();
  return engine().runKernel(
    saves ? sequenceKernelName : unsavedKernelName,
    list as unknown as NamedTensorMap, // an array, because tfjs saves all of an op's inputs for its gradient only then
    attributes as unknown as NamedAttrMap,
  );
}

function registerOn(backendName: string): void {
  for (const kernelName of [sequenceKernelName, unsavedKernelName]) {
    if (getKernel(kernelName, backendName) !== undefined) continue;
    registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({inputs, attrs}) => {
        const {names, settings, reserve, implementation} = attrs as unknown as SequenceAttributes;
        const tensors = inputs as unknown as TensorInfo[] as Tensor[];
        const given = byName(names, tensors);
        if (implementation.takesLayersAsTheyAre) return implementation.forward(given, settings, reserve);
        return tidy(() => implementation.forward(validInputs(given, settings), settings, reserve));
      },
    });
  }
}

checkOneCore(); // here, where a program that uses the recurrence comes by, however little else of this package it has

registerGradient({
  kernelName: sequenceKernelName,
  saveAllInputs: true,
  outputsToSave: new Array<boolean>(32).fill(true),
  gradFunc: (dys, saved, attrs) => {
    const n = (attrs as unknown as SequenceAttributes).names.length;
    return gradientsOf(dys, saved.slice(0, n), saved.slice(n), attrs);
  },
});

registerGradient({
  kernelName: unsavedKernelName,
  gradFunc: (dys, _saved, attrs) =>
    gradientsOf(dys, (attrs as unknown as SequenceAttributes).inputs, [], attrs),
});

function gradientsOf(
  dys: Tensor | Tensor[],
  inputList: Tensor[],
  outputs: Tensor[],
  attrs: NamedAttrMap,
): Record<string, () => Tensor> {
  const {names, settings, reserve, implementation} = attrs as unknown as SequenceAttributes;
  const inputs = byName(names, inputList);
  const order = resultNames(inputs, settings);
  const dy = (name: ResultName) => (dys as Tensor[])[order.indexOf(name)];
  const cotangents = {
    outputs: dy('outputs'),
    hidden: dy('hidden'),
    cell: dy('cell'),
    ...(inputs.cellTarget && {cellPenalty: dy('cellPenalty')}),
  };
  const gradients = implementation.backward(
    implementation.takesLayersAsTheyAre ? inputs : validInputs(inputs, settings),
    outputs,
    settings,
    cotangents,
    reserve,
  );
  const noGradient = (name: SequenceInputName) => () => {
    // Of the variances that a target is made of, which may be trained, it is to be a constant.
    if (name === 'cellTarget') return zeros(inputs.cellTarget!.shape);
    throw new Error(`${name}: the recurrence has no gradient for it`);
  };
  const dependsOn = [...inputList, ...Object.values(cotangents)];
  return Object.fromEntries(
    names.map((name, i) => {
      const gradient = gradients[name] ?? noGradient(name);
      return [i, () => firstDerivative('lstmSequence', dependsOn, gradient)];
    }),
  );
}

function byName(names: SequenceInputName[], tensors: Tensor[]): SequenceInputs {
  return Object.fromEntries(names.map((name, i) => [name, tensors[i]])) as SequenceInputs;
}
