import {add, concat, matMul, mul, reshape, slice, sum, tidy, util} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor1D, Tensor2D} from '@tensorflow/tfjs-core';
import {inputSite, rowWeights} from '../reference/normalization.js';
import {resultNames} from '../recurrence/sequenceImplementation.js';
import type {
  SequenceCotangents,
  SequenceGradients,
  SequenceInputs,
  SequenceSettings,
} from '../recurrence/sequenceImplementation.js';
import {inputGradients} from '../recurrence/inputGradients.js';
import {packExtras, sharedUniformValues} from './extras.js';
import type {StepInputs} from './extras.js';
import type {Grouping} from './groups.js';
import {backwardCell, backwardProduct, slopeLayout} from './normalisedBackward.js';
import {forwardCell, forwardProduct, normalisedLayout} from './normalisedForward.js';
import {runStep} from './runStep.js';
import type {Uniforms} from './webgpuProgram.js';

/** Layer and Batch Norm: two programs a step each way, the product and the cell with its normalisations. */
export function normalisedForward(inputs: SequenceInputs, settings: SequenceSettings): Tensor[] {
  const {x, kernel, recurrentKernel, bias, gammaX, betaX, betaH} = inputs;
  const [timeSteps, batch, features] = x.shape as [number, number, number];
  const units = recurrentKernel.shape[0];
  const grouping = groupingOf(inputs, settings);
  const layout = normalisedLayout(timeSteps, batch, units, grouping);

  const product = matMul(reshape(x, [timeSteps * batch, features]) as Tensor2D, kernel as Tensor2D);
  const siteX = inputSite(inputs, settings).forward(reshape(product, [timeSteps, batch, 4 * units]));
  let shift = bias;
  for (const beta of [betaX, betaH]) if (beta) shift = add(shift, beta);
  const drive = add(mul(siteX.value, gammaX!), shift);

  const stepInputs = withRowWeights(inputs, settings);
  const extras = packExtras(stepInputs);
  const uniforms = uniformsOf(stepInputs, settings, layout.statistics, layout.scratch);
  const programs = [
    {program: forwardProduct(batch, units, layout.size), read: [recurrentKernel, extras]},
    {program: forwardCell(batch, units, layout.size, grouping), read: [drive, extras]},
  ];
  let output: Tensor | undefined;
  for (let t = 0; t < timeSteps; t++) {
    for (const {program, read} of programs) output = runStep(read, {program, uniforms: uniforms(t), output});
  }
  const states = output as Tensor1D;
  const part = (begin: number, shape: number[]) =>
    reshape(slice(states, begin, util.sizeFromShape(shape)), shape);
  const lastStep = (timeSteps - 1) * batch * units;
  const {statistics} = layout;
  const ofUnits = timeSteps * units;
  return [
    part(layout.hidden, [timeSteps, batch, units]),
    part(layout.hidden + lastStep, [batch, units]),
    part(layout.cell + lastStep, [batch, units]),
    ...(settings.returnCells ? [part(layout.cell, [timeSteps, batch, units])] : []),
    ...(grouping === 'unit'
      ? [
          reshape(siteX.mean, [timeSteps, 4 * units]),
          reshape(siteX.variance, [timeSteps, 4 * units]),
          part(statistics, [timeSteps, 4 * units]),
          part(statistics + 4 * ofUnits, [timeSteps, 4 * units]),
          part(statistics + 8 * ofUnits, [timeSteps, units]),
          part(statistics + 9 * ofUnits, [timeSteps, units]),
        ]
      : []),
    ...(settings.keepForGradient ? [states, extras, siteX.value, siteX.inverseDeviation] : []),
  ];
}

/** The gradients of `normalisedForward`. */
export function normalisedBackward(
  inputs: SequenceInputs,
  outputs: Tensor[],
  settings: SequenceSettings,
  cotangents: SequenceCotangents,
): SequenceGradients {
  const {x, recurrentKernel, gammaX} = inputs;
  const [timeSteps, batch] = x.shape as [number, number];
  const units = recurrentKernel.shape[0];
  const rows = timeSteps * batch;
  const grouping = groupingOf(inputs, settings);
  const [states, extras, valueX, inverseX] = outputs.slice(resultNames(inputs, settings).length);
  const loop = tidy(() => {
    const layout = slopeLayout(timeSteps, batch, units);
    const forward = normalisedLayout(timeSteps, batch, units, grouping);
    const stepInputs = withRowWeights(inputs, settings);
    const uniforms = uniformsOf(stepInputs, settings, forward.statistics, layout.scratch);
    const dLast = concat([reshape(cotangents.hidden, [-1]), reshape(cotangents.cell, [-1])]);
    const product = backwardProduct(batch, units, layout.size);
    const cell = backwardCell(batch, units, layout.size, grouping);
    let output: Tensor | undefined;
    for (let t = timeSteps - 1; t >= -1; t--) {
      const read = [recurrentKernel, extras, dLast];
      output = runStep(read, {program: product, uniforms: uniforms(t), output});
      if (t < 0) break; // dh_0 needs the product alone
      runStep([states, extras, cotangents.outputs, dLast], {program: cell, uniforms: uniforms(t), output});
    }
    const part = (of: Tensor, begin: number, shape: [number, number]) =>
      reshape(slice(of as Tensor1D, begin, shape[0] * shape[1]), shape);
    const da = part(output!, layout.da, [rows, 4 * units]);
    const dCell = part(output!, layout.dCell, [rows, units]);
    const dValueX = reshape(mul(da, gammaX!), [timeSteps, batch, 4 * units]);
    return {
      da,
      dInput: reshape(inputSite(inputs, settings).backward(dValueX, valueX, inverseX), [rows, 4 * units]),
      dRecurrent: part(output!, layout.dProduct, [rows, 4 * units]),
      initialHidden: part(output!, layout.scratch, [batch, units]),
      initialCell: part(output!, layout.carry + batch * units, [batch, units]),
      gammaX: sum(mul(da, reshape(valueX, [rows, 4 * units])), 0),
      gammaH: sum(mul(da, part(states, forward.valueH, [rows, 4 * units])), 0),
      gammaC: sum(mul(dCell, part(states, forward.valueC, [rows, units])), 0),
      betaC: sum(dCell, 0),
    };
  });
  return inputGradients(inputs, outputs[0], loop);
}

function groupingOf({meanX}: SequenceInputs, {normalizer, perGate}: SequenceSettings): Grouping {
  if (normalizer === 'layer') return perGate ? 'rowPerGate' : 'row';
  return meanX === undefined ? 'unit' : 'given';
}

function withRowWeights(inputs: SequenceInputs, settings: SequenceSettings): StepInputs {
  if (groupingOf(inputs, settings) !== 'unit') return inputs;
  const weights = rowWeights(inputs, settings);
  return typeof weights === 'number' ? inputs : {...inputs, rowWeights: weights};
}

function uniformsOf(
  inputs: StepInputs,
  settings: SequenceSettings,
  statisticsAt: number,
  scratchAt: number,
): (step: number) => Uniforms {
  const shared = sharedUniformValues(inputs, settings);
  return (step) => [
    {type: 'int32', data: [step]},
    ...shared,
    {type: 'int32', data: [statisticsAt]},
    {type: 'int32', data: [scratchAt]},
    {type: 'float32', data: [settings.epsilon]},
  ];
}
