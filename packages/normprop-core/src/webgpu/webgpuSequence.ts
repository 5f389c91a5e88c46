import {concat, matMul, reshape, slice, sum, tidy, unstack, util} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor1D, Tensor2D} from '@tensorflow/tfjs-core';
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
import {backwardStep} from './backwardStep.js';
import {packExtras, sharedUniformValues} from './extras.js';
import {forwardStep} from './forwardStep.js';
import {normalisedBackward, normalisedForward} from './normalisedSequence.js';
import {runStep} from './runStep.js';

/**
 * The recurrence on tfjs's webgpu backend, one program a step each way, with Layer and Batch Norm two: the steps of a call
 * write to one buffer, so nothing is sliced, stacked or copied in the loop. x·kernel before it and the gradients of the
 * weights after it are products over all steps.
 */
export const webgpuSequence: SequenceImplementation = {
  takesLayersAsTheyAre: false,

  forward(inputs, settings) {
    const run = settings.normalizer === 'none' ? forward : normalisedForward;
    return tidy(() => run(inputs, settings));
  },

  backward(inputs, outputs, settings, cotangents) {
    const run = settings.normalizer === 'none' ? backward : normalisedBackward;
    return run(inputs, outputs, settings, cotangents);
  },
};

function forward(inputs: SequenceInputs, settings: SequenceSettings): Tensor[] {
  const {x, kernel, recurrentKernel} = inputs;
  const [timeSteps, batch, features] = x.shape as [number, number, number];
  const units = recurrentKernel.shape[0];
  const penalised = inputs.cellTarget !== undefined;
  const keep = settings.keepForGradient || penalised;
  const drive = matMul(reshape(x, [timeSteps * batch, features]) as Tensor2D, kernel as Tensor2D);
  const extras = packExtras(inputs);
  const shared = sharedUniformValues(inputs, settings);
  const program = forwardStep(timeSteps, batch, units, keep);
  let output: Tensor | undefined;
  for (let t = 0; t < timeSteps; t++) {
    const uniforms = [{type: 'int32' as const, data: [t]}, ...shared];
    output = runStep([drive, recurrentKernel, extras], {program, uniforms, output});
  }
  const states = output as Tensor1D;
  const size = batch * units;
  const last = (plane: number) =>
    reshape(slice(states, ((plane + 1) * timeSteps - 1) * size, size), [batch, units]);
  const whole = [timeSteps, batch, units] as [number, number, number];
  const raised = penalised ? raisedDistance(candidateCells(states, inputs, settings), inputs) : undefined;
  return [
    reshape(slice(states, 0, timeSteps * size), whole),
    last(0),
    last(1),
    ...(settings.returnCells ? [reshape(slice(states, timeSteps * size, timeSteps * size), whole)] : []),
    ...(penalised ? [cellPenalty(raised!, inputs, settings)] : []),
    ...(settings.keepForGradient ? [states, extras, ...(penalised ? [raised!] : [])] : []),
  ];
}

/** c̃ of all steps [T,B,H] from h, c and gates; without zoneout and mask it is c. */
function candidateCells(states: Tensor1D, inputs: SequenceInputs, settings: SequenceSettings): Tensor {
  const [timeSteps, batch] = inputs.x.shape as [number, number];
  const shape = [timeSteps, batch, inputs.recurrentKernel.shape[0]] as [number, number, number];
  const all = util.sizeFromShape(shape);
  const cells = reshape(slice(states, all, all), shape);
  const keeps = inputs.mask || inputs.zoneoutCell || settings.zoneoutCellRate > 0;
  if (!keeps) return cells;
  const gates = reshape(slice(states, 2 * all, 4 * all), [...shape, 4]);
  const [inputGate, forgetGate, candidate] = unstack(gates, 3);
  return candidateCellsOf({inputGate, forgetGate, candidate, cells}, inputs, settings);
}

function backward(
  inputs: SequenceInputs,
  outputs: Tensor[],
  settings: SequenceSettings,
  cotangents: SequenceCotangents,
): SequenceGradients {
  const {x, recurrentKernel} = inputs;
  const [states, kept, raised] = outputs.slice(resultNames(inputs, settings).length);
  const [timeSteps, batch] = x.shape as [number, number];
  const units = recurrentKernel.shape[0];
  const size = batch * units;
  const loop = tidy(() => {
    const penaltySlope =
      cotangents.cellPenalty && cellPenaltySlope(cotangents.cellPenalty, raised, inputs, settings);
    const stepInputs = {...inputs, penaltySlope};
    const extras = penaltySlope ? packExtras(stepInputs) : kept;
    const shared = sharedUniformValues(stepInputs, settings);
    const program = backwardStep(timeSteps, batch, units);
    const dLast = concat([reshape(cotangents.hidden, [-1]), reshape(cotangents.cell, [-1])]);
    let output: Tensor | undefined;
    for (let t = timeSteps - 1; t >= -1; t--) {
      const uniforms = [{type: 'int32' as const, data: [t]}, ...shared];
      const read = [states, recurrentKernel, extras, cotangents.outputs, dLast];
      output = runStep(read, {program, uniforms, output});
    }
    const written = output as Tensor1D;
    const perRow = (index: number) =>
      reshape(slice(written, (4 * timeSteps + index) * size, size), [batch, units]);
    return {
      da: reshape(slice(written, 0, 4 * timeSteps * size), [timeSteps * batch, 4 * units]),
      initialHidden: perRow(0),
      initialCell: perRow(1),
      ...(inputs.cellScale && {cellScale: sum(perRow(2), 0)}),
      ...(inputs.hiddenScale && {hiddenScale: sum(perRow(3), 0)}),
    };
  });
  return inputGradients(inputs, outputs[0], loop);
}
