import {tensor, zeros} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor3D} from '@tensorflow/tfjs-core';
import {lstmSteps} from 'normprop-kernels/steps';
import type {LSTMGradients, LSTMSteps} from 'normprop-kernels/steps';
import {checkNames} from '../check/checkNames.js';
import {sequenceInputNames} from '../recurrence/sequenceImplementation.js';
import {checkGiven, sequenceCall} from './sequenceCall.js';
import type {SequenceStepsOptions} from './lstmSequenceTypes.js';
import {stepsOptionNames} from './optionNames.js';
import {bringHere} from '../tensors/tensorValues.js';
import type {LSTMWeights} from '../weights/lstmTypes.js';
import type {PreparedWeights} from '../weights/prepareWeights.js';
import {runsFused} from '../fused/fusedSwitch.js';
import {differentiable, gradientName, stepsArgs} from '../fused/sequenceArgs.js';

/** How large the steps of `sequenceSteps` are. */
export interface StepsSizes {
  /** T. */
  timeSteps: number;
  /** B. */
  batch: number;
  /** D. */
  inputSize: number;
}

/** A recurrence for an op that loops itself and brings its own gradient; see `sequenceSteps`. */
export interface SequenceSteps {
  /** What the steps depend on: the op's inputs, whose gradients `gradients` gives in this order. */
  readonly inputs: Tensor[];
  /** Begins a run from a state of zeros, with the values that the inputs have then; to be called in the op. */
  open(): LSTMSteps;
  /** The gradients of `inputs`, from what `finish` of the run gave. */
  gradients(gradients: LSTMGradients): Tensor[];
}

/**
 * One of the five LSTMs whose inputs become known one step at a time, because they depend on its outputs (attention, a decoder that reads
 * what it wrote), as part of a `tf.customGrad` of the caller's: the steps run on arrays, forward and back, and the gradients of the weights are
 * one product over all steps. A loop of `lstmStep` gives the same and takes tfjs's bookkeeping for each step.
 *
 * Call it inside `tidy` and outside of the op, so that tfjs records what turns the weights into `inputs`.
 *
 * @param weights As for `lstmSequence`.
 * @throws As `lstmSequence`; where `runsFused()` is false.
 */
export function sequenceSteps(
  {timeSteps, batch, inputSize}: StepsSizes,
  weights: LSTMWeights | PreparedWeights,
  options: SequenceStepsOptions = {},
): SequenceSteps {
  checkNames('sequenceSteps', options, stepsOptionNames);
  if (!runsFused())
    throw new Error('sequenceSteps: no fused kernels run here, see runsFused(); loop over lstmStep instead');
  const shapeOnly: Tensor3D = zeros([timeSteps, batch, inputSize]);
  checkGiven(shapeOnly, weights, options);
  const {inputs, settings} = sequenceCall(shapeOnly, weights, options, {takesLayersAsTheyAre: true});
  const names = differentiable.filter((name) => !fromOutside.has(name) && inputs[name] !== undefined);
  return {
    inputs: names.map((name) => inputs[name]!),
    open() {
      bringHere(sequenceInputNames.map((name) => inputs[name]));
      return lstmSteps(stepsArgs(inputs, {...settings, keepForGradient: true}));
    },
    gradients: (gradients) =>
      names.map((name) => tensor(gradients[gradientName(name)]!, inputs[name]!.shape)),
  };
}

/** Differentiable inputs of a sequence that steps get in other ways, or not at all. */
const fromOutside: ReadonlySet<string> = new Set(['x', 'initialHidden', 'initialCell']);
