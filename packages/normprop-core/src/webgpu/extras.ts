import {concat, reshape} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor1D} from '@tensorflow/tfjs-core';
import type {SequenceInputs, SequenceSettings} from '../recurrence/sequenceImplementation.js';
import type {Uniforms} from './webgpuProgram.js';

/**
 * The inputs of the recurrence that are small or optional, in one buffer: a shader may read no more than a few buffers.
 * The order is that of the offsets among the uniforms.
 */
const names = [
  'initialHidden', // [B,H]
  'initialCell', // [B,H]
  'bias', // [4H]
  'cellScale', // [H]
  'hiddenScale', // [H]
  'cellTarget', // [H]
  'penaltySlope', // [T,B]
  'mask', // [T,B]
  'recurrentDropoutMask', // [B,H]
  'candidateDropoutMask', // [T,B,H]
  'zoneoutCell', // [T,B,H]
  'zoneoutHidden', // [T,B,H]
  'gammaH', // [4H]
  'gammaC', // [H]
  'betaC', // [H]
  'rowWeights', // [T,B]
  'meanH', // [T,4H]
  'varianceH', // [T,4H]
  'meanC', // [T,H]
  'varianceC', // [T,H]
] as const;

/** The inputs of the op, and what Batch Norm's moments count each row with, where that is not 1/B. */
export type StepInputs = SequenceInputs & {
  rowWeights?: Tensor;
  /** k of the gradient k c̃/target of the cell's penalty. */
  penaltySlope?: Tensor;
};

/** All of them one after another. */
export function packExtras(inputs: StepInputs): Tensor1D {
  const given = names.map((name) => inputs[name]).filter((input) => input !== undefined);
  return concat(given.map((input) => reshape(input, [-1]) as Tensor1D));
}

/** The part of the uniforms that is the same for all steps, both ways; `step : i32` comes before. */
export const sharedUniforms = `steps : i32, batch : i32, units : i32, ${names
  .map((name) => `${name}At : i32`)
  .join(', ')}, hardSigmoid : i32, preserving : i32, zoneoutCellRate : f32, zoneoutHiddenRate : f32`;

/** The values of `sharedUniforms`: sizes, where in the packed buffer each input begins (−1: it is not there), switches and rates. */
export function sharedUniformValues(
  inputs: StepInputs,
  {zoneoutCellRate, zoneoutHiddenRate, hardSigmoid, preserving}: SequenceSettings,
): Uniforms {
  const [timeSteps, batch] = inputs.x.shape;
  const whole = [timeSteps, batch, inputs.recurrentKernel.shape[0]];
  let end = 0;
  for (const name of names) {
    const input: Tensor | undefined = inputs[name];
    whole.push(input === undefined ? -1 : end);
    end += input?.size ?? 0;
  }
  whole.push(hardSigmoid ? 1 : 0, preserving ? 1 : 0);
  return [
    ...whole.map((value) => ({type: 'int32' as const, data: [value]})),
    ...[zoneoutCellRate, zoneoutHiddenRate].map((rate) => ({type: 'float32' as const, data: [rate]})),
  ];
}

/**
 * What both shaders compute with the packed buffer, `extras`. Below 0.02 `tanhOf` is a series: the difference of two near 1 has few
 * digits.
 */
export const extrasCode = `
  fn tanhOf(a : f32) -> f32 {
    if (abs(a) < 0.02) { return a * (1.0 - a * a / 3.0); }
    let e = exp(-2.0 * abs(a));
    return sign(a) * (1.0 - e) / (1.0 + e);
  }
  /** The gates of their pre-activations; of the four that of c is not used. */
  fn openOf(a : vec4<f32>) -> vec4<f32> {
    if (uniforms.hardSigmoid == 1) { return clamp(0.2 * a + 0.5, vec4<f32>(0.0), vec4<f32>(1.0)); }
    return 1.0 / (1.0 + exp(-a));
  }
  /** The slope of a gate from its value. */
  fn slopeOf(s : f32) -> f32 {
    if (uniforms.hardSigmoid == 1) { return select(0.0, 0.2, s > 0.0 && s < 1.0); }
    return s * (1.0 - s);
  }
  /** What i g enters the cell with. */
  fn shareOf(f : f32) -> f32 {
    if (uniforms.preserving == 0) { return 1.0; }
    return sqrt((1.0 - f) * (1.0 + f) + 1e-6);
  }
  /** dc̃/df, where written is i g k. */
  fn byForgetOf(f : f32, oldCell : f32, written : f32) -> f32 {
    if (uniforms.preserving == 0) { return oldCell; }
    return oldCell - written * f / shareOf(f);
  }
  /** The gradient of a cell through its penalty. */
  fn penaltyOf(step : i32, row : i32, unit : i32, candidate : f32) -> f32 {
    if (uniforms.penaltySlopeAt < 0) { return 0.0; }
    return extras[uniforms.penaltySlopeAt + step * uniforms.batch + row] * candidate / extras[uniforms.cellTargetAt + unit];
  }
  /** A scale of a unit, or 1. */
  fn scaleOf(scaleAt : i32, unit : i32) -> f32 {
    if (scaleAt < 0) { return 1.0; }
    return extras[scaleAt + unit];
  }
  /** The value of a mask [T,B,H], or what is to stand for it. */
  fn perStep(maskAt : i32, otherwise : f32, step : i32, at : i32) -> f32 {
    if (maskAt < 0) { return otherwise; }
    return extras[maskAt + step * uniforms.batch * uniforms.units + at];
  }
  /** Z = 1 − m (1 − z): the share of the old value that a step keeps. */
  fn keepOf(zoneoutAt : i32, rate : f32, step : i32, row : i32, at : i32) -> f32 {
    let zoneout = perStep(zoneoutAt, rate, step, at);
    if (uniforms.maskAt < 0) { return zoneout; }
    return 1.0 - extras[uniforms.maskAt + step * uniforms.batch + row] * (1.0 - zoneout);
  }`;
