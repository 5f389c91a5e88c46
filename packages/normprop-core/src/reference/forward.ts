import {
  add,
  concat,
  div,
  expandDims,
  matMul,
  mul,
  reshape,
  split,
  stack,
  tanh,
  tidy,
} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor2D} from '@tensorflow/tfjs-core';
import type {SequenceInputs, SequenceSettings} from '../recurrence/sequenceImplementation.js';
import {cellPenalty, raisedDistance} from './cellPenalty.js';
import {gateOf, preservingShare} from './gates.js';
import {keepFactors, keepSome} from './keepFactors.js';
import {normalizationSites} from './normalization.js';
import type {Sites} from './normalization.js';
import type {Standardized} from './standardize.js';
import {stepsOf} from './stepsOf.js';

/** What the forward pass keeps for the backward pass, in the order in which it follows the outputs. */
export const reserveNames = {
  /** Each [T,B,H]: activated gates, c_t, and c̃_t (the cell before zoneout and mask). */
  always: ['inputGate', 'forgetGate', 'candidate', 'outputGate', 'cells', 'candidateCells'],
  /** Standardised values and inverse deviations of the three sites. */
  normalised: ['valueX', 'inverseX', 'valueH', 'inverseH', 'valueC', 'inverseC'],
} as const;

export type ReserveName = (typeof reserveNames)['always' | 'normalised'][number];

/**
 * The recurrence of the whole family, step by step in tfjs ops (the family: ARCHITECTURE.md).
 *
 *     a_t = Nx(x_t·kernel) + Nh((h_{t−1} ⊙ r)·recurrentKernel) + bias
 *     i,f,o = sigmoid(a_i), sigmoid(a_f), sigmoid(a_o);   g = tanh(a_c)
 *     c̃_t = i ⊙ g ⊙ k + f ⊙ c_{t−1};   h̃_t = s_h ⊙ o ⊙ tanh(Nc(c̃_t))
 *     c_t, h_t: Z v_{t−1} + (1 − Z) ṽ_t
 *
 * with dropout masks r and k; in the preserving cell √(1 − f² + 1e-6) ⊙ i ⊙ g in place of i ⊙ g. x·kernel is one product for all T. s_h is moved out of the loop: the loop carries
 * h/s_h and multiplies with s_h ⊙ recurrentKernel, which is the same number.
 *
 * @returns What `resultNames` lists, then the reserve.
 */
export function referenceForward(inputs: SequenceInputs, settings: SequenceSettings): Tensor[] {
  return tidy(() => {
    const {hiddenScale} = inputs;
    const sites = normalizationSites(inputs, settings);
    const keep = keepFactors(inputs, settings);
    const dropout = inputs.candidateDropoutMask && stepsOf(inputs.candidateDropoutMask);
    const {drive, siteX} = projectInput(inputs, sites);
    const recurrent = hiddenScale
      ? mul(expandDims(hiddenScale, 1), inputs.recurrentKernel)
      : inputs.recurrentKernel;

    let h = hiddenScale ? div(inputs.initialHidden, hiddenScale) : inputs.initialHidden; // h/s_h
    let c = inputs.initialCell;
    const hs: Tensor[] = [];
    const steps: Step[] = [];
    for (let t = 0; t < inputs.x.shape[0]; t++) {
      const state = {h, c, drive: drive[t], dropout: dropout?.[t], recurrent};
      const step = candidates(inputs, settings, state, sites, t);
      c = keepSome(c, step.candidateCell, keep.cell?.[t]);
      h = keepSome(h, step.candidateHidden, keep.hidden?.[t]);
      hs.push(h);
      steps.push({...step, cell: c});
    }

    const candidateCells = () => stack(steps.map(({candidateCell}) => candidateCell));
    const scaled = (value: Tensor) => (hiddenScale ? mul(value, hiddenScale) : value);
    return [
      scaled(stack(hs)),
      scaled(h),
      c,
      ...(settings.returnCells ? [stack(steps.map(({cell}) => cell))] : []),
      ...(inputs.cellTarget ? [cellPenalty(raisedDistance(candidateCells(), inputs), inputs, settings)] : []),
      ...(sites?.batchStatistics ? statistics(steps, siteX!) : []),
      ...(settings.keepForGradient ? reserve(steps, siteX, keep.cell !== undefined) : []),
    ];
  });
}

/** What a step makes before zoneout and mask, and what its gradient needs. */
interface Candidates {
  inputGate: Tensor;
  forgetGate: Tensor;
  candidate: Tensor;
  outputGate: Tensor;
  candidateCell: Tensor;
  candidateHidden: Tensor;
  siteH?: Standardized;
  siteC?: Standardized;
}

type Step = Candidates & {cell: Tensor};

/** Nx(x·kernel) + bias and all shifts, for all steps: T × [B,4H]. */
function projectInput(inputs: SequenceInputs, sites: Sites | undefined) {
  const {x, kernel, bias, gammaX, betaX, betaH} = inputs;
  const [timeSteps, batch, features] = x.shape;
  const product = matMul(reshape(x, [timeSteps * batch, features]) as Tensor2D, kernel as Tensor2D);
  const projected = reshape(product, [timeSteps, batch, -1]);
  if (sites === undefined) return {drive: stepsOf(add(projected, bias))};
  const siteX = sites.x.forward(projected);
  let shift = bias;
  for (const beta of [betaX, betaH]) if (beta) shift = add(shift, beta);
  return {siteX, drive: stepsOf(add(mul(siteX.value, gammaX!), shift))};
}

/** Step t up to c̃ and h̃/s_h. */
function candidates(
  inputs: SequenceInputs,
  {preserving, hardSigmoid}: SequenceSettings,
  at: {h: Tensor; c: Tensor; drive: Tensor; dropout?: Tensor; recurrent: Tensor},
  sites: Sites | undefined,
  t: number,
): Candidates {
  const {cellScale, gammaH, gammaC, betaC, recurrentDropoutMask} = inputs;
  const dropped = recurrentDropoutMask ? mul(at.h, recurrentDropoutMask) : at.h;
  let fromHidden: Tensor = matMul(dropped as Tensor2D, at.recurrent as Tensor2D);
  const siteH = sites?.h[t].forward(fromHidden);
  if (siteH) fromHidden = mul(siteH.value, gammaH!);

  const [ai, af, ac, ao] = split(add(at.drive, fromHidden), 4, 1);
  const [i, f, o] = [ai, af, ao].map((a) => gateOf(a, hardSigmoid));
  const g = tanh(ac);
  let written = at.dropout ? mul(mul(i, g), at.dropout) : mul(i, g);
  if (preserving) written = mul(written, preservingShare(f));
  const candidateCell = add(written, mul(f, at.c));

  let u = cellScale ? mul(candidateCell, cellScale) : candidateCell;
  const siteC = sites?.c[t].forward(candidateCell);
  if (siteC) {
    u = mul(siteC.value, gammaC!);
    if (betaC) u = add(u, betaC);
  }
  const gates = {inputGate: i, forgetGate: f, candidate: g, outputGate: o};
  return {...gates, candidateCell, candidateHidden: mul(o, tanh(u)), siteH, siteC};
}

/** Means and variances of the three sites of Batch Norm, one row per step. */
function statistics(steps: Step[], siteX: Standardized): Tensor[] {
  const flat = (moment: Tensor) => reshape(moment, [steps.length, -1]);
  const rows = (pick: (step: Step) => Tensor) => concat(steps.map(pick)); // [T,n]
  return [
    flat(siteX.mean),
    flat(siteX.variance),
    rows(({siteH}) => siteH!.mean),
    rows(({siteH}) => siteH!.variance),
    rows(({siteC}) => siteC!.mean),
    rows(({siteC}) => siteC!.variance),
  ];
}

/** The tensors of `reserveNames`, in its order; without zoneout and mask c̃ is c and is not kept twice. */
function reserve(steps: Step[], siteX: Standardized | undefined, candidateDiffers: boolean): Tensor[] {
  const all = (pick: (step: Step) => Tensor) => stack(steps.map(pick));
  const always = [
    all((step) => step.inputGate),
    all((step) => step.forgetGate),
    all((step) => step.candidate),
    all((step) => step.outputGate),
    all((step) => step.cell),
    ...(candidateDiffers ? [all((step) => step.candidateCell)] : []),
  ];
  if (siteX === undefined) return always;
  return [
    ...always,
    siteX.value,
    siteX.inverseDeviation,
    all(({siteH}) => siteH!.value),
    all(({siteH}) => siteH!.inverseDeviation),
    all(({siteC}) => siteC!.value),
    all(({siteC}) => siteC!.inverseDeviation),
  ];
}
