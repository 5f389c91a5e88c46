import {engine, getKernel, registerGradient, registerKernel, tidy, zeros} from '@tensorflow/tfjs-core';
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

/**
 * Names under which the recurrence is registered with tfjs, on every backend. The gradient of the second reads no tensor (those that tfjs
 * saves for one it copies on `wasm`): for implementations that keep what their gradient needs themselves.
 */
const kernelNames = ['NormPropLSTMSequence', 'NormPropLSTMSequenceUnsaved'] as const;
const [savingName, unsavingName] = kernelNames;

interface SequenceAttributes {
  names: SequenceInputName[];
  /** The inputs where tfjs saves none; they may be disposed of when the gradient is taken. */
  inputs?: Tensor[];
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
  registerOn(engine().backendName);
  const names = sequenceInputNames.filter((name) => inputs[name] !== undefined);
  const list = names.map((name) => inputs[name]!);
  const saves = !implementation.reserves;
  const attributes: SequenceAttributes = {
    names,
    ...(!saves && {inputs: list}),
    settings: {...settings, keepForGradient: engine().isTapeOn()},
    reserve: {},
    implementation,
  };
  return engine().runKernel(
    saves ? savingName : unsavingName,
    list as unknown as NamedTensorMap, // an array, because tfjs saves all of an op's inputs for its gradient only then
    attributes as unknown as NamedAttrMap,
  );
}

function registerOn(backendName: string): void {
  for (const kernelName of kernelNames) {
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

for (const kernelName of kernelNames)
  registerGradient({
    kernelName,
    saveAllInputs: kernelName === savingName,
    outputsToSave: new Array<boolean>(32).fill(kernelName === savingName),
    gradFunc: gradientsOf,
  });

function gradientsOf(
  dys: Tensor | Tensor[],
  saved: Tensor[],
  attrs: NamedAttrMap,
): Record<string, () => Tensor> {
  const {names, inputs: given, settings, reserve, implementation} = attrs as unknown as SequenceAttributes;
  const inputList = given ?? saved.slice(0, names.length);
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
    saved.slice(names.length),
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
