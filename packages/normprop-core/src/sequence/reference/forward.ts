import {
  add,
  concat,
  div,
  expandDims,
  matMul,
  mul,
  reshape,
  sigmoid,
  split,
  stack,
  tanh,
  tidy,
  unstack,
} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor2D} from '@tensorflow/tfjs-core';
import type {SequenceInputs, SequenceSettings} from '../sequenceOp.js';
import {keepFactors, keepSome} from './keepFactors.js';
import {normalizationSites} from './normalization.js';
import type {Standardized} from './standardize.js';

/** What the forward pass keeps for the backward pass, in the order in which it follows the outputs. */
export const reserveNames = {
  /** Each [T,B,H]: activated gates, c_t, and c̃_t (the cell before zoneout and mask). */
  always: ['inputGate', 'forgetGate', 'candidate', 'outputGate', 'cells', 'candidateCells'],
  /** Standardised values and inverse deviations of the three sites. */
  normalised: ['valueX', 'inverseX', 'valueH', 'inverseH', 'valueC', 'inverseC'],
} as const;

export type ReserveName = (typeof reserveNames)['always' | 'normalised'][number];

/**
 * The recurrence of the whole family, step by step in tfjs ops (DESIGN of the family: ARCHITECTURE.md).
 *
 *     a_t = Nx(x_t·kernel) + Nh((h_{t−1} ⊙ r)·recurrentKernel) + bias
 *     i,f,o = sigmoid(a_i), sigmoid(a_f), sigmoid(a_o);   g = tanh(a_c)
 *     c̃_t = i ⊙ g ⊙ k + f ⊙ c_{t−1};   h̃_t = s_h ⊙ o ⊙ tanh(Nc(c̃_t))
 *     c_t, h_t: Z v_{t−1} + (1 − Z) ṽ_t
 *
 * with dropout masks r and k. x·kernel is one product for all T. s_h is moved out of the loop: the loop carries
 * h/s_h and multiplies with s_h ⊙ recurrentKernel, which is the same number.
 *
 * @returns outputs [T,B,H], hidden [B,H], cell [B,H], the statistics of Batch Norm, then the reserve.
 */
export function referenceForward(inputs: SequenceInputs, settings: SequenceSettings): Tensor[] {
  return tidy(() => {
    const {x, kernel, bias, hiddenScale, cellScale, gammaX, betaX, gammaH, betaH, gammaC, betaC} = inputs;
    const [timeSteps, batch, features] = x.shape;
    const units = inputs.recurrentKernel.shape[0];
    const sites = normalizationSites(inputs, settings);
    const keep = keepFactors(inputs, settings);
    const dropout = inputs.candidateDropoutMask === undefined ? [] : unstack(inputs.candidateDropoutMask);

    const product = matMul(reshape(x, [timeSteps * batch, features]) as Tensor2D, kernel as Tensor2D);
    let projected = reshape(product, [timeSteps, batch, 4 * units]);
    let siteX: Standardized | undefined;
    let shift = bias;
    if (sites) {
      siteX = sites.x.forward(projected);
      projected = mul(siteX.value, gammaX!);
      for (const beta of [betaX, betaH]) if (beta) shift = add(shift, beta);
    }
    const drive = unstack(add(projected, shift)); // T × [B,4H]

    const recurrent = hiddenScale
      ? mul(expandDims(hiddenScale, 1), inputs.recurrentKernel)
      : inputs.recurrentKernel;
    let h = hiddenScale ? div(inputs.initialHidden, hiddenScale) : inputs.initialHidden; // h/s_h
    let c = inputs.initialCell;
    const saved: {[K in ReserveName]?: Tensor[]} = {};
    const save = (name: ReserveName, value: Tensor) => (saved[name] ??= []).push(value);
    const hs: Tensor[] = [];
    const moments: Array<{siteH: Standardized; siteC: Standardized}> = [];

    for (let t = 0; t < timeSteps; t++) {
      const dropped = inputs.recurrentDropoutMask ? mul(h, inputs.recurrentDropoutMask) : h;
      let fromHidden: Tensor = matMul(dropped as Tensor2D, recurrent as Tensor2D);
      const siteH = sites?.h[t].forward(fromHidden);
      if (siteH) fromHidden = mul(siteH.value, gammaH!);
      const [ai, af, ac, ao] = split(add(drive[t], fromHidden), 4, 1);
      const i = sigmoid(ai);
      const f = sigmoid(af);
      const g = tanh(ac);
      const o = sigmoid(ao);
      const written = dropout[t] ? mul(mul(i, g), dropout[t]) : mul(i, g);
      const candidateCell = add(written, mul(f, c));
      let u = cellScale ? mul(candidateCell, cellScale) : candidateCell;
      const siteC = sites?.c[t].forward(candidateCell);
      if (siteC) {
        u = mul(siteC.value, gammaC!);
        if (betaC) u = add(u, betaC);
      }
      const candidateHidden = mul(o, tanh(u));
      c = keepSome(c, candidateCell, keep.cell?.[t]);
      h = keepSome(h, candidateHidden, keep.hidden?.[t]);
      hs.push(h);

      if (siteH && siteC) moments.push({siteH, siteC});
      if (!settings.keepForGradient) continue;
      save('inputGate', i);
      save('forgetGate', f);
      save('candidate', g);
      save('outputGate', o);
      save('cells', c);
      save('candidateCells', candidateCell);
    }

    const unscaled = stack(hs);
    const outputs = hiddenScale ? mul(unscaled, hiddenScale) : unscaled;
    const hidden = hiddenScale ? mul(h, hiddenScale) : h;
    const results = [outputs, hidden, c];
    if (sites?.batchStatistics) {
      const rows = (pick: (m: (typeof moments)[number]) => Tensor) => concat(moments.map(pick)); // [T,n]
      results.push(
        reshape(siteX!.mean, [timeSteps, 4 * units]),
        reshape(siteX!.variance, [timeSteps, 4 * units]),
      );
      results.push(
        rows((m) => m.siteH.mean),
        rows((m) => m.siteH.variance),
      );
      results.push(
        rows((m) => m.siteC.mean),
        rows((m) => m.siteC.variance),
      );
    }
    if (settings.keepForGradient) {
      for (const name of reserveNames.always) {
        const same = name === 'candidateCells' && keep.cell === undefined;
        if (!same) results.push(stack(saved[name]!));
      }
      if (siteX) {
        const all = (pick: (m: (typeof moments)[number]) => Tensor) => stack(moments.map(pick));
        results.push(siteX.value, siteX.inverseDeviation);
        results.push(
          all((m) => m.siteH.value),
          all((m) => m.siteH.inverseDeviation),
        );
        results.push(
          all((m) => m.siteC.value),
          all((m) => m.siteC.inverseDeviation),
        );
      }
    }
    return results;
  });
}
