import {add, concat, matMul, mul, reshape, slice, sum, tidy, transpose, zeros} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor2D, Tensor3D, Tensor4D} from '@tensorflow/tfjs-core';
import type {
  SequenceCotangents,
  SequenceGradients,
  SequenceImplementation,
  SequenceInputs,
  SequenceSettings,
} from '../recurrence/sequenceImplementation.js';
import {resultNames} from '../recurrence/sequenceImplementation.js';
import {candidateCellsOf, cellPenalty, cellPenaltySlope, raisedDistance} from '../reference/cellPenalty.js';
import {inputGradients} from '../recurrence/inputGradients.js';
import {backwardStep, slopePlanes} from './backwardStep.js';
import {forwardStep, statePlanes} from './forwardStep.js';
import {optionalInputs, stepUniformValues} from './optionalInputs.js';
import {runStep} from './webglProgram.js';

/**
 * The recurrence on tfjs's webgl backend, without normalisation in the loop: a step is one product, one shader and one slice
 * (a view, since it is a plane of the texture that the shader wrote) each way.
 */
export const webglSequence: SequenceImplementation = {
  takesLayersAsTheyAre: false,
  forward: (inputs, settings) => tidy(() => forward(inputs, settings)),
  backward,
};

function forward(inputs: SequenceInputs, settings: SequenceSettings): Tensor[] {
  const {x, kernel, recurrentKernel, bias, initialHidden, initialCell, recurrentDropoutMask} = inputs;
  const [timeSteps, batch, features] = x.shape as [number, number, number];
  const units = recurrentKernel.shape[0];
  const optional = optionalInputs({...inputs, cellTarget: undefined}, settings);
  const penalised = inputs.cellTarget !== undefined;
  const keepGates = settings.keepForGradient || penalised;
  const planes = statePlanes(recurrentDropoutMask !== undefined, keepGates);
  const program = forwardStep(batch, units, planes, optional);
  const projected = matMul(reshape(x, [timeSteps * batch, features]) as Tensor2D, kernel as Tensor2D);
  const drive = reshape(add(projected, bias), [timeSteps, batch, 4 * units]);

  const plane = (tensor: Tensor) => reshape(tensor, [1, batch, units]);
  let state = concat([
    ...(recurrentDropoutMask ? [plane(mul(initialHidden, recurrentDropoutMask))] : []),
    plane(initialHidden),
    plane(initialCell),
    ...(keepGates ? [zeros([4, batch, units])] : []),
  ]);
  // As stacks of one matrix, so that a plane of the state is an operand as it is.
  const recurrent = reshape(recurrentKernel, [1, units, 4 * units]) as Tensor3D;
  let hidden = slice(state as Tensor3D, planes.dropped, 1);
  const states: Tensor[] = [];
  for (let t = 0; t < timeSteps; t++) {
    const product = matMul(hidden, recurrent);
    const read = [drive, product, state, ...optional.tensors];
    state = runStep(program, read, stepUniformValues(t, settings));
    states.push(state);
    if (t + 1 < timeSteps) hidden = slice(state as Tensor3D, planes.dropped, 1);
  }
  const all = reshape(concat(states), [timeSteps, planes.count, batch, units]) as Tensor4D;
  const planeOf = (index: number) =>
    reshape(slice(all, [0, index, 0, 0], [-1, 1, -1, -1]), [timeSteps, batch, units]);
  const candidateCells = () =>
    candidateCellsOf(
      {
        inputGate: planeOf(planes.gates),
        forgetGate: planeOf(planes.gates + 1),
        candidate: planeOf(planes.gates + 2),
        cells: planeOf(planes.cell),
      },
      inputs,
      settings,
    );
  const raised = penalised ? raisedDistance(candidateCells(), inputs) : undefined;
  return [
    planeOf(planes.hidden),
    slicePlane(state, planes.hidden),
    slicePlane(state, planes.cell),
    ...(settings.returnCells ? [planeOf(planes.cell)] : []),
    ...(penalised ? [cellPenalty(raised!, inputs, settings)] : []),
    ...(settings.keepForGradient ? [all, ...(penalised ? [raised!] : [])] : []),
  ];
}

/** A plane [B,H] of [planes,B,H]. */
function slicePlane(tensor: Tensor, index: number): Tensor2D {
  const [, batch, units] = tensor.shape as [number, number, number];
  return reshape(slice(tensor, index, 1), [batch, units]);
}

function backward(
  inputs: SequenceInputs,
  outputs: Tensor[],
  settings: SequenceSettings,
  cotangents: SequenceCotangents,
): SequenceGradients {
  const {recurrentKernel, recurrentDropoutMask, initialCell} = inputs;
  const [timeSteps, batch] = inputs.x.shape as [number, number];
  const units = recurrentKernel.shape[0];
  const [states, raised] = outputs.slice(resultNames(inputs, settings).length);
  const loop = tidy(() => {
    const penaltySlope =
      cotangents.cellPenalty &&
      reshape(cellPenaltySlope(cotangents.cellPenalty, raised, inputs, settings), [timeSteps, batch]);
    const optional = optionalInputs({...inputs, penaltySlope}, settings);
    const planes = statePlanes(recurrentDropoutMask !== undefined, true);
    const program = backwardStep(batch, units, planes, optional);
    // [4,H,H]: of each gate the weights of its own
    const perGate = transpose(reshape(recurrentKernel, [units, 4, units]), [1, 0, 2]) as Tensor3D;

    let after = concat([
      zeros([4, batch, units]),
      reshape(cotangents.hidden, [1, batch, units]),
      reshape(cotangents.cell, [1, batch, units]),
      ...(program.outputShape[0] > 6 ? [zeros([2, batch, units])] : []),
    ]);
    let product: Tensor = zeros([4, batch, units]);
    const slopes = new Array<Tensor>(timeSteps);
    for (let t = timeSteps - 1; t >= 0; t--) {
      const read = [product, after, states, cotangents.outputs, initialCell, ...optional.tensors];
      after = runStep(program, read, stepUniformValues(t, settings));
      slopes[t] = slice(after, slopePlanes.gates, 4);
      product = matMul(slopes[t] as Tensor3D, perGate, false, true);
    }
    const da = reshape(concat(slopes), [timeSteps, 4, batch, units]);
    const throughProduct = sum(product, 0);
    const dropped = recurrentDropoutMask ? mul(throughProduct, recurrentDropoutMask) : throughProduct;
    return {
      da: reshape(transpose(da, [0, 2, 1, 3]), [timeSteps * batch, 4 * units]),
      initialHidden: add(dropped, slicePlane(after, slopePlanes.hidden)),
      initialCell: slicePlane(after, slopePlanes.cell),
      ...(inputs.cellScale && {cellScale: sum(slicePlane(after, slopePlanes.cellScale), 0)}),
      ...(inputs.hiddenScale && {hiddenScale: sum(slicePlane(after, slopePlanes.hiddenScale), 0)}),
    };
  });
  return inputGradients(inputs, outputs[0], loop);
}
