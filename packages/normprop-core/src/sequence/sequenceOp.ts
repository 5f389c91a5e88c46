import {engine, getKernel, registerGradient, registerKernel} from '@tensorflow/tfjs-core';
import type {NamedAttrMap, NamedTensorMap, Tensor, TensorInfo} from '@tensorflow/tfjs-core';
import type {Normalizer} from '../weights/prepareWeights.js';
import {referenceBackward} from './reference/backward.js';
import {referenceForward} from './reference/forward.js';

/** Name under which the recurrence is registered with tfjs, on every backend. */
export const sequenceKernelName = 'NormPropLSTMSequence';

/** The tensors that the recurrence reads; prepared weights, time-major. Order of the op's inputs. */
export const sequenceInputNames = [
  'x', // [T,B,D]; with batchMajor [B,T,D]
  'kernel', // [D,4H]
  'recurrentKernel', // [H,4H]
  'columnGainX', // [4H], only for implementations that normalise the columns themselves
  'columnGainH', // [4H]
  'bias', // [4H]
  'initialHidden', // [B,H]
  'initialCell', // [B,H]
  'cellScale', // [H]
  'hiddenScale', // [H]
  'gammaX', // [4H]
  'betaX', // [4H]
  'gammaH', // [4H]
  'betaH', // [4H]
  'gammaC', // [H]
  'betaC', // [H]
  'mask', // [T,B]; with batchMajor [B,T]
  'recurrentDropoutMask', // [B,H]
  'candidateDropoutMask', // [T,B,H]
  'zoneoutCell', // [T,B,H]
  'zoneoutHidden', // [T,B,H]
  'meanX', // [T,4H]
  'varianceX', // [T,4H]
  'meanH', // [T,4H]
  'varianceH', // [T,4H]
  'meanC', // [T,H]
  'varianceC', // [T,H]
] as const;

export type SequenceInputName = (typeof sequenceInputNames)[number];
export type RequiredInput = 'x' | 'kernel' | 'recurrentKernel' | 'bias' | 'initialHidden' | 'initialCell';

/** Tensors by name; what the model or the call does not use is absent. */
export type SequenceInputs = {[K in RequiredInput]: Tensor} & {
  [K in Exclude<SequenceInputName, RequiredInput>]?: Tensor;
};

/** Numbers and switches of one call. */
export interface SequenceSettings {
  normalizer: Normalizer;
  epsilon: number;
  perGate: boolean;
  /** Share of the old c kept where `zoneoutCell` is absent. */
  zoneoutCellRate: number;
  zoneoutHiddenRate: number;
  batchStatisticsOver: 'validRows' | 'allRows';
  /** x, mask and outputs have the batch first; only for implementations that take it. */
  batchMajor: boolean;
  /** Whether a gradient may be asked for: keep what the backward pass needs. */
  keepForGradient: boolean;
}

/** Gradients of the outputs: of every h, and of the last h and c. */
export interface SequenceCotangents {
  outputs: Tensor;
  hidden: Tensor;
  cell: Tensor;
}

/** Lazily computed gradients of the inputs. */
export type SequenceGradients = {[K in SequenceInputName]?: () => Tensor};

/**
 * One backend's way to run the recurrence.
 *
 * `forward` returns the outputs in the order outputs, hidden, cell, then (Batch Norm on batch statistics) the six
 * statistics, then the tensors that its own `backward` wants back; what is not a tensor may be kept in `reserve`.
 */
export interface SequenceImplementation {
  /** It reads and writes `batchMajor` arrays, and normalises columns by `columnGainX` and `columnGainH`, at no cost. */
  readonly takesLayersAsTheyAre: boolean;
  forward(inputs: SequenceInputs, settings: SequenceSettings, reserve: SequenceReserve): Tensor[];
  backward(
    inputs: SequenceInputs,
    outputs: Tensor[],
    settings: SequenceSettings,
    cotangents: SequenceCotangents,
    reserve: SequenceReserve,
  ): SequenceGradients;
}

/** Where an implementation keeps what is not a tensor between its forward and its backward pass. */
export interface SequenceReserve {
  held?: unknown;
}

interface SequenceAttributes {
  names: SequenceInputName[];
  settings: SequenceSettings;
  reserve: SequenceReserve;
  implementation: SequenceImplementation;
}

/** The recurrence in tfjs ops, for every backend that has nothing faster. */
export const referenceImplementation: SequenceImplementation = {
  takesLayersAsTheyAre: false,
  forward: referenceForward,
  backward: referenceBackward,
};

/** How large a call is. */
export interface SequenceSizes {
  timeSteps: number;
  batch: number;
  inputSize: number;
  units: number;
  /** Layer Norm or Batch Norm in the loop. */
  normalised: boolean;
}

type Choice = (sizes: SequenceSizes) => SequenceImplementation | undefined;

const implementations = new Map<string, Choice>();

/**
 * Chooses how a backend runs the recurrence: `choose` is asked at every call, and where it gives undefined, or where there
 * is none, the reference runs.
 */
export function setSequenceImplementation(backend: string, choose?: Choice): void {
  if (choose === undefined) implementations.delete(backend);
  else implementations.set(backend, choose);
}

/** How the current backend runs the recurrence of these sizes now. */
export function sequenceImplementation(sizes: SequenceSizes): SequenceImplementation {
  return implementations.get(engine().backendName)?.(sizes) ?? referenceImplementation;
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
