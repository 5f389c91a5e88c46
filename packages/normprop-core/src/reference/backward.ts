import {
  add,
  concat,
  div,
  matMul,
  mul,
  reshape,
  square,
  stack,
  sub,
  sum,
  tanh,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor2D} from '@tensorflow/tfjs-core';
import {inputGradients} from '../recurrence/inputGradients.js';
import type {LoopGradients} from '../recurrence/inputGradients.js';
import {resultNames} from '../recurrence/sequenceImplementation.js';
import type {
  SequenceCotangents,
  SequenceGradients,
  SequenceInputs,
  SequenceSettings,
} from '../recurrence/sequenceImplementation.js';
import {reserveNames} from './forward.js';
import type {ReserveName} from './forward.js';
import {cellPenaltySlope, cellsBefore, raisedDistance} from './cellPenalty.js';
import {gateSlope, preservingShare} from './gates.js';
import {keepFactors} from './keepFactors.js';
import {normalizationSites} from './normalization.js';
import type {Sites} from './normalization.js';
import {stepsOf} from './stepsOf.js';

/**
 * Backward through time. What does not depend on the recursion is computed for all steps at once, so that the loop is
 * the linear recursion that is left, with h in units of s_h as in the forward pass:
 *
 *     dh̃ = (1 − Z_h) dh                        dc̃ = (1 − Z_c) dc + Nc′(A_u ⊙ dh̃)
 *     da  = [A_i, A_f, A_c, A_o] ⊙ [dc̃, dc̃, dc̃, dh̃]
 *     dh_{t−1} = Nh′(da)·recurrentKernelᵀ ⊙ r + Z_h dh        dc_{t−1} = f ⊙ dc̃ + Z_c dc
 *
 *     A_i = g k i(1−i)   A_f = c_{t−1} f(1−f)   A_c = i k (1−g²)   A_o = m o(1−o)   A_u = o (1−m²),  m = tanh(Nc(c̃))
 *
 * In the preserving cell, s = √(1 − f² + 1e-6): k is s k, and A_f = (c_{t−1} − i g k f/s) f(1−f). A penalty adds its gradient to dc̃.
 *
 * @returns One function for each input that has a gradient; products that nobody asks for are not computed.
 */
export function referenceBackward(
  inputs: SequenceInputs,
  outputs: Tensor[],
  settings: SequenceSettings,
  cotangents: SequenceCotangents,
): SequenceGradients {
  const {x, hiddenScale, cellScale, gammaX} = inputs;
  const [timeSteps, batch] = x.shape;
  const units = inputs.recurrentKernel.shape[0];
  const rows = timeSteps * batch;

  const loop: LoopGradients = tidy(() => {
    const sites = normalizationSites(inputs, settings);
    const saved = readReserve(outputs.slice(resultNames(inputs, settings).length), sites);
    const factors = stepFactors(inputs, settings, saved, sites !== undefined);
    const {da, dProduct, dCandidateHidden, dNormalisedCell, dh0, dc0} = recursion(
      inputs,
      settings,
      cotangents,
      saved,
      factors,
      sites,
    );
    const flat = (perStep: Tensor[]) => reshape(stack(perStep), [rows, -1]);
    const dPre = flat(da);
    let dX = dPre;
    let shared: Partial<LoopGradients> = {};
    if (sites) {
      const scaled = reshape(mul(dPre, gammaX!), [timeSteps, batch, 4 * units]);
      dX = reshape(sites.x.backward(scaled, saved.valueX!, saved.inverseX!), [rows, 4 * units]);
      const dU = flat(dNormalisedCell);
      shared = {
        gammaX: sum(mul(dPre, reshape(saved.valueX!, [rows, 4 * units])), 0),
        gammaH: sum(mul(dPre, reshape(saved.valueH!, [rows, 4 * units])), 0),
        gammaC: sum(mul(dU, reshape(saved.valueC!, [rows, units])), 0),
        betaC: sum(dU, 0),
      };
    }
    if (cellScale) {
      const dTilde = stack(dCandidateHidden);
      shared.cellScale = sum(mul(mul(dTilde, factors.throughTanh), saved.candidateCells), [0, 1]);
    }
    if (hiddenScale) {
      const dTilde = div(stack(dCandidateHidden), hiddenScale);
      shared.hiddenScale = sum(mul(dTilde, mul(saved.outputGate, factors.tanhCell)), [0, 1]);
    }
    return {
      ...shared,
      da: dPre,
      dInput: dX,
      dRecurrent: sites ? flat(dProduct) : dX,
      initialHidden: hiddenScale ? div(dh0, hiddenScale) : dh0,
      initialCell: dc0,
    };
  });
  return inputGradients(inputs, outputs[0], loop);
}

type Saved = {[K in ReserveName]?: Tensor} & {[K in (typeof reserveNames)['always'][number]]: Tensor};

/** Finds the tensors that the forward pass kept behind its outputs. */
function readReserve(kept: Tensor[], sites: Sites | undefined): Saved {
  const distinctCandidates = kept.length === (sites ? 12 : 6);
  const names: ReserveName[] = [
    ...reserveNames.always.filter((name) => name !== 'candidateCells' || distinctCandidates),
    ...(sites ? reserveNames.normalised : []),
  ];
  const saved = Object.fromEntries(names.map((name, i) => [name, kept[i]])) as Saved;
  return distinctCandidates ? saved : {...saved, candidateCells: saved.cells};
}

/** The factors A of all steps, [T,B,·] each. */
interface StepFactors {
  /** [A_i, A_f, A_c, A_o], [T,B,4H]. */
  gates: Tensor;
  /** A_u without the cell's gain, [T,B,H]. */
  throughTanh: Tensor;
  /** d c̃ / d h̃ for models without normalisation in the loop: A_u ⊙ s_c. */
  cellFromHidden: Tensor;
  tanhCell: Tensor;
}

function stepFactors(
  inputs: SequenceInputs,
  {preserving, hardSigmoid}: SequenceSettings,
  saved: Saved,
  normalised: boolean,
): StepFactors {
  const {cellScale, gammaC, betaC, candidateDropoutMask: k} = inputs;
  const {inputGate: i, forgetGate: f, candidate: g, outputGate: o, candidateCells} = saved;
  let u = cellScale ? mul(candidateCells, cellScale) : candidateCells;
  if (normalised) {
    u = mul(saved.valueC!, gammaC!);
    if (betaC) u = add(u, betaC);
  }
  const m = tanh(u);
  const before = cellsBefore(saved.cells, inputs.initialCell);
  const gate = (value: Tensor, s: Tensor) => mul(value, gateSlope(s, hardSigmoid));
  let written = k ? mul(g, k) : g;
  let open = k ? mul(i, k) : i;
  let byForget = before; // dc̃/df
  if (preserving) {
    const share = preservingShare(f);
    byForget = sub(before, div(mul(mul(i, written), f), share));
    written = mul(written, share);
    open = mul(open, share);
  }
  const throughTanh = mul(o, sub(1, square(m)));
  return {
    gates: concat([gate(written, i), gate(byForget, f), mul(open, sub(1, square(g))), gate(m, o)], 2),
    throughTanh,
    cellFromHidden: cellScale ? mul(throughTanh, cellScale) : throughTanh,
    tanhCell: m,
  };
}

/** The gradient of c̃ [T,B,H] through the penalty. */
function penaltyGradient(
  d: Tensor,
  candidateCells: Tensor,
  inputs: SequenceInputs,
  settings: SequenceSettings,
): Tensor {
  const slope = cellPenaltySlope(d, raisedDistance(candidateCells, inputs), inputs, settings);
  return mul(div(candidateCells, inputs.cellTarget!), slope);
}

/** The loop over time; returns what it met at each step, in the order of time. */
function recursion(
  inputs: SequenceInputs,
  settings: SequenceSettings,
  cotangents: SequenceCotangents,
  saved: Saved,
  factors: StepFactors,
  sites: Sites | undefined,
) {
  const {hiddenScale, gammaH, gammaC, recurrentDropoutMask} = inputs;
  const timeSteps = inputs.x.shape[0];
  const scaled = (dh: Tensor) => (hiddenScale ? mul(dh, hiddenScale) : dh);
  const recurrent = hiddenScale
    ? mul(reshape(hiddenScale, [-1, 1]), inputs.recurrentKernel)
    : inputs.recurrentKernel;
  const recurrentT = transpose(recurrent) as Tensor2D;
  const keep = keepFactors(inputs, settings);
  const fromAbove = stepsOf(scaled(cotangents.outputs));
  const gates = stepsOf(factors.gates);
  const cellFromHidden = stepsOf(sites ? factors.throughTanh : factors.cellFromHidden);
  const forget = stepsOf(saved.forgetGate);
  const fromPenalty =
    cotangents.cellPenalty &&
    stepsOf(penaltyGradient(cotangents.cellPenalty, saved.candidateCells, inputs, settings));
  const normal = sites && {
    valueH: stepsOf(saved.valueH!),
    inverseH: stepsOf(saved.inverseH!),
    valueC: stepsOf(saved.valueC!),
    inverseC: stepsOf(saved.inverseC!),
  };

  const da = new Array<Tensor>(timeSteps);
  const dProduct = new Array<Tensor>(timeSteps);
  const dCandidateHidden = new Array<Tensor>(timeSteps);
  const dNormalisedCell = new Array<Tensor>(timeSteps);
  let dh = scaled(cotangents.hidden);
  let dc = cotangents.cell;
  for (let t = timeSteps - 1; t >= 0; t--) {
    dh = add(dh, fromAbove[t]);
    const keepC = keep.cell?.[t];
    const keepH = keep.hidden?.[t];
    const dhTilde = keepH ? mul(sub(1, keepH), dh) : dh;
    let dcTilde = keepC ? mul(sub(1, keepC), dc) : dc;
    let throughCell = mul(dhTilde, cellFromHidden[t]);
    if (sites && normal) {
      dNormalisedCell[t] = throughCell;
      throughCell = sites.c[t].backward(mul(throughCell, gammaC!), normal.valueC[t], normal.inverseC[t]);
    }
    dcTilde = add(dcTilde, throughCell);
    if (fromPenalty) dcTilde = add(dcTilde, fromPenalty[t]);
    da[t] = mul(concat([dcTilde, dcTilde, dcTilde, dhTilde], 1), gates[t]);
    dProduct[t] =
      sites && normal
        ? sites.h[t].backward(mul(da[t], gammaH!), normal.valueH[t], normal.inverseH[t])
        : da[t];
    dCandidateHidden[t] = dhTilde;

    let dhBefore: Tensor = matMul(dProduct[t] as Tensor2D, recurrentT);
    if (recurrentDropoutMask) dhBefore = mul(dhBefore, recurrentDropoutMask);
    dh = keepH ? add(dhBefore, mul(keepH, dh)) : dhBefore;
    const dcBefore = mul(dcTilde, forget[t]);
    dc = keepC ? add(dcBefore, mul(keepC, dc)) : dcBefore;
  }
  return {da, dProduct, dCandidateHidden, dNormalisedCell, dh0: dh, dc0: dc};
}
