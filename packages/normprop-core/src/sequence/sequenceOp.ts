import {engine, getKernel, registerGradient, registerKernel, tidy, zerosLike} from '@tensorflow/tfjs-core';
import type {NamedAttrMap, NamedTensorMap, Tensor, TensorInfo} from '@tensorflow/tfjs-core';
import {checkOneCore} from '../check/checkOneCore.js';
import {firstDerivative} from '../tensors/firstDerivative.js';
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
      const given = byName(names, tensors);
      if (implementation.takesLayersAsTheyAre) return implementation.forward(given, settings, reserve);
      return tidy(() => implementation.forward(validInputs(given, settings), settings, reserve));
    },
  });
}

checkOneCore(); // here, where a program that uses the recurrence comes by, however little else of this package it has

registerGradient({
  kernelName: sequenceKernelName,
  saveAllInputs: true,
  outputsToSave: new Array<boolean>(32).fill(true),
  gradFunc: (dys, saved, attrs) => {
    const {names, settings, reserve, implementation} = attrs as unknown as SequenceAttributes;
    const inputs = byName(names, saved.slice(0, names.length));
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
      saved.slice(names.length),
      settings,
      cotangents,
      reserve,
    );
    const noGradient = (name: SequenceInputName) => () => {
      // Of the variances that a target is made of, which may be trained, it is to be a constant.
      if (name === 'cellTarget') return zerosLike(inputs.cellTarget!);
      throw new Error(`${name}: the recurrence has no gradient for it`);
    };
    const dependsOn = [...saved.slice(0, names.length), ...Object.values(cotangents)];
    return Object.fromEntries(
      names.map((name, i) => {
        const gradient = gradients[name] ?? noGradient(name);
        return [i, () => firstDerivative('lstmSequence', dependsOn, gradient)];
      }),
    );
  },
});

function byName(names: SequenceInputName[], tensors: Tensor[]): SequenceInputs {
  return Object.fromEntries(names.map((name, i) => [name, tensors[i]])) as SequenceInputs;
}
