import type {LSTMBackwardArgs, LSTMForwardArgs, LSTMGradients} from '../contract/lstmTypes.js';
import {add, multiply, transpose} from './matrix.js';
import {normalizeGradient, type Normalized} from './normalization.js';
import {penaltyWeight, type StepRecord} from './stepRecord.js';

/** The gains of columns are `plainGradients`' business. */
type Sums = Record<Exclude<keyof LSTMGradients, 'columnGainX' | 'columnGainH'>, Float64Array>;

/** The gradients of `referenceForward`, step by step from the last, in float64. */
export function referenceBackward(
  args: LSTMForwardArgs,
  records: StepRecord[],
  gradients: LSTMBackwardArgs,
): LSTMGradients {
  const {timeSteps: t, batch: b, inputSize: d, units: h} = args;
  const n = 4 * h;
  const zeros = (size: number) => new Float64Array(size);
  const sums: Sums = {
    kernel: zeros(d * n),
    recurrentKernel: zeros(h * n),
    bias: zeros(n),
    h0: Float64Array.from(gradients.hidden ?? zeros(b * h)),
    c0: Float64Array.from(gradients.cell ?? zeros(b * h)),
    x: zeros(t * b * d),
    cellScale: zeros(h),
    hiddenScale: zeros(h),
    gammaX: zeros(n),
    gammaH: zeros(n),
    gammaC: zeros(h),
    betaX: zeros(n),
    betaH: zeros(n),
    betaC: zeros(h),
  };
  for (let step = t - 1; step >= 0; step--) {
    if (gradients.outputs) add(sums.h0, gradients.outputs.subarray(step * b * h, (step + 1) * b * h));
    backwardStep(args, records[step], step, sums, gradients.cellPenalty ?? 0);
  }
  const normed = (args.normalizer ?? 'none') !== 'none';
  const out = (name: keyof Sums) => Float32Array.from(sums[name]);
  return {
    kernel: out('kernel'),
    recurrentKernel: out('recurrentKernel'),
    bias: out('bias'),
    h0: out('h0'),
    c0: out('c0'),
    ...(gradients.wantX && {x: out('x')}),
    ...(args.cellScale && {cellScale: out('cellScale')}),
    ...(args.hiddenScale && {hiddenScale: out('hiddenScale')}),
    ...(normed && {
      gammaX: out('gammaX'),
      gammaH: out('gammaH'),
      gammaC: out('gammaC'),
      betaX: out('betaX'),
      betaH: out('betaH'),
      betaC: out('betaC'),
    }),
  };
}

/** One step: sums.h0 and sums.c0 come as the gradients of the step's h and c and leave as those of the step before. */
function backwardStep(
  args: LSTMForwardArgs,
  record: StepRecord,
  step: number,
  sums: Sums,
  dPenalty: number,
): void {
  const {batch: b, inputSize: d, units: h} = args;
  const {gates, squashed, takeC, takeH, cOld} = record;
  const n = 4 * h;
  const dh = sums.h0;
  const dc = sums.c0;
  // Of a gate's value s: s(1 − s), or 0.2 inside the hard sigmoid's slope.
  const gateSlope =
    args.recurrentActivation === 'hardSigmoid'
      ? (s: number) => (s > 0 && s < 1 ? 0.2 : 0)
      : (s: number) => s * (1 - s);
  const du = new Float64Array(b * h);
  const dOutputGate = new Float64Array(b * h);
  for (let i = 0; i < b * h; i++) {
    const j = i % h;
    const o = gates[(i - j) * 4 + 3 * h + j];
    const dFresh = takeH[i] * dh[i]; // of h~
    const scale = args.hiddenScale?.[j] ?? 1;
    sums.hiddenScale[j] += dFresh * o * squashed[i];
    dOutputGate[i] = dFresh * scale * squashed[i];
    du[i] = dFresh * scale * o * (1 - squashed[i] ** 2);
  }
  const dCell = throughCellNorm(args, record, du, sums);
  add(dCell, throughPenalty(args, record, dPenalty));
  const da = new Float64Array(b * n);
  for (let i = 0; i < b * h; i++) {
    const j = i % h;
    const at = (i - j) * 4 + j;
    const [ig, fg, gg, og] = [gates[at], gates[at + h], gates[at + 2 * h], gates[at + 3 * h]];
    const k = args.candidateDropoutMask?.[step * b * h + i] ?? 1;
    const total = takeC[i] * dc[i] + dCell[i]; // of c~
    const s = record.share[i];
    const dShare = args.cell === 'preserving' ? -fg / s : 0; // ds/df
    da[at] = total * s * gg * k * gateSlope(ig);
    da[at + h] = total * (cOld[i] + dShare * ig * gg * k) * gateSlope(fg);
    da[at + 2 * h] = total * s * ig * k * (1 - gg ** 2);
    da[at + 3 * h] = dOutputGate[i] * gateSlope(og);
    dc[i] = (1 - takeC[i]) * dc[i] + total * fg;
    dh[i] *= 1 - takeH[i];
  }
  for (let i = 0; i < da.length; i++) {
    sums.bias[i % n] += da[i];
    sums.betaX[i % n] += da[i];
    sums.betaH[i % n] += da[i];
  }
  const dzx = throughNorm(record.x, args.gammaX, da, sums.gammaX);
  const dzh = throughNorm(record.h, args.gammaH, da, sums.gammaH);
  const xt = args.x.subarray(record.source * b * d, (record.source + 1) * b * d);
  add(sums.kernel, multiply(transpose(xt, b, d), dzx, d, b, n));
  add(sums.recurrentKernel, multiply(transpose(record.hIn, b, h), dzh, h, b, n));
  add(
    sums.x.subarray(record.source * b * d, (record.source + 1) * b * d),
    multiply(dzx, transpose(args.kernel, d, n), b, n, d),
  );
  const dhIn = multiply(dzh, transpose(args.recurrentKernel, h, n), b, n, h);
  add(
    dh,
    dhIn.map((value, i) => value * (args.recurrentDropoutMask?.[i] ?? 1)),
  );
}

/** The gradient of c~ through the penalty, weight · 2 ln(q)/q · dq/dc~. */
function throughPenalty(args: LSTMForwardArgs, record: StepRecord, dPenalty: number): Float64Array {
  const h = args.units;
  return record.fresh.map((c, i) => {
    const row = Math.floor(i / h);
    const weight = record.q ? penaltyWeight(args, record.source, row) : 0;
    if (weight === 0) return 0;
    const q = record.q![row];
    return (dPenalty * weight * 2 * Math.log(q) * 2 * c) / (q * h * args.cellPenalty!.target[i % h]);
  });
}

/** The gradient of c~ through tanh's argument Nc(c~). */
function throughCellNorm(
  args: LSTMForwardArgs,
  record: StepRecord,
  du: Float64Array,
  sums: Sums,
): Float64Array {
  const h = args.units;
  if (record.c) {
    du.forEach((value, i) => (sums.betaC[i % h] += value));
    return throughNorm(record.c, args.gammaC, du, sums.gammaC);
  }
  du.forEach((value, i) => (sums.cellScale[i % h] += value * record.fresh[i]));
  return du.map((value, i) => value * (args.cellScale?.[i % h] ?? 1));
}

/** The gradient of z for that of γ ⊙ normed + β; adds that of γ. Without a normaliser the gradient itself. */
function throughNorm(
  norm: Normalized | undefined,
  gamma: Float32Array | undefined,
  d: Float64Array,
  gammaSum: Float64Array,
): Float64Array {
  if (!norm) return d;
  const n = gammaSum.length;
  d.forEach((value, i) => (gammaSum[i % n] += value * norm.normed[i]));
  return normalizeGradient(
    norm,
    d.map((value, i) => value * gamma![i % n]),
  );
}
