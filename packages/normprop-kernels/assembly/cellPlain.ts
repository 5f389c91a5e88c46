// The cell without normalisation: gates, cell and hidden state in one pass over a row, forward and backward.
import {gate4, gateSlope4, lanes, madd, put, sum4, tanh4} from './math';
import {ROW_GROUP, Sequence, at} from './sequence';

/** 1 − Z = m(1 − z): how much of the new value is taken. */
// @ts-ignore: decorator
@inline
export function taken(zoneout: usize, index: usize, rate: f32, m: v128): v128 {
  const z = zoneout ? v128.load(zoneout + index) : f32x4.splat(rate);
  return f32x4.mul(m, f32x4.sub(f32x4.splat(1), z));
}

/** √(1 − f² + 1e-6), the share of i ⊙ g that keeps the variance of the cell whatever f is. */
// @ts-ignore: decorator
@inline
export function preservingShare(f: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.sqrt(madd(f32x4.sub(one, f), f32x4.add(one, f), f32x4.splat(1e-6)));
}

/** p[index] += v for the first n lanes. */
// @ts-ignore: decorator
@inline
export function accumulate(p: usize, v: v128, n: i32): void {
  put(p, f32x4.add(v128.load(p), v), n);
}

/** Step t, rows [b0,b1): gates hold x·kernel + bias + h·recurrentKernel and get the activations; writes c and h. */
export function plainForward(s: Sequence, t: i32, b0: i32, b1: i32): void {
  const units = s.units;
  const width = (<usize>units) << 2;
  const cellScale = s.cellScale;
  const hiddenScale = s.hiddenScale;
  const k = s.candidateDropout;
  const mask = s.mask;
  const zc = s.zoneoutCell;
  const zh = s.zoneoutHidden;
  const rateC = s.zoneoutCellRate;
  const rateH = s.zoneoutHiddenRate;
  const blend = mask || zc || zh || rateC != 0 || rateH != 0;
  const preserving = s.preserving;
  const hard = s.hardSigmoid;
  const penaltyWeights = s.penaltyWeights;
  for (let b = b0; b < b1; b++) {
    const row = t * s.batch + b;
    const start = <usize>row * width;
    const gates = s.gates + 4 * start;
    const cOld = s.c + start;
    const hOld = s.h + start;
    let q = f32x4.splat(0);
    const step = <usize>s.batch * width;
    const m = mask ? v128.load32_splat(at(mask, row)) : f32x4.splat(1);
    for (let j = 0; j < units; j += 4) {
      const o4 = (<usize>j) << 2;
      const n = units - j;
      const pi = gates + o4;
      const pf = pi + width;
      const pg = pf + width;
      const po = pg + width;
      const i = gate4(v128.load(pi), hard);
      const f = gate4(v128.load(pf), hard);
      const g = tanh4(v128.load(pg));
      const o = gate4(v128.load(po), hard);
      put(pi, i, n);
      put(pf, f, n);
      put(pg, g, n);
      put(po, o, n);
      let ig = f32x4.mul(i, g);
      if (k) ig = f32x4.mul(ig, v128.load(k + start + o4));
      if (preserving) ig = f32x4.mul(ig, preservingShare(f));
      const old = v128.load(cOld + o4);
      let c = madd(f, old, ig);
      if (penaltyWeights) q = f32x4.add(q, lanes(f32x4.mul(f32x4.mul(c, c), v128.load(penaltyWeights + o4)), n));
      const squashed = tanh4(f32x4.mul(c, v128.load(cellScale + o4)));
      let h = f32x4.mul(f32x4.mul(o, v128.load(hiddenScale + o4)), squashed);
      if (blend) {
        const one = f32x4.splat(1);
        const takeC = taken(zc, start + o4, rateC, m);
        const takeH = taken(zh, start + o4, rateH, m);
        c = madd(takeC, c, f32x4.mul(f32x4.sub(one, takeC), old));
        h = madd(takeH, h, f32x4.mul(f32x4.sub(one, takeH), v128.load(hOld + o4)));
      }
      put(cOld + step + o4, c, n);
      put(hOld + step + o4, h, n);
    }
    if (penaltyWeights) store<f32>(at(s.penalty, row), sum4(q));
  }
}

/**
 * Step t, rows [b0,b1): gates get da; hiddenGradient comes as dh of this step without its output's part, leaves as the carried
 * part of dh of the step before; cellGradient likewise, whole.
 */
export function plainBackward(s: Sequence, t: i32, b0: i32, b1: i32): void {
  const units = s.units;
  const width = (<usize>units) << 2;
  const cellScale = s.cellScale;
  const hiddenScale = s.hiddenScale;
  const k = s.candidateDropout;
  const mask = s.mask;
  const zc = s.zoneoutCell;
  const zh = s.zoneoutHidden;
  const rateC = s.zoneoutCellRate;
  const rateH = s.zoneoutHiddenRate;
  const blend = mask || zc || zh || rateC != 0 || rateH != 0;
  const preserving = s.preserving;
  const hard = s.hardSigmoid;
  const penaltyWeights = s.penaltyWeights;
  const one = f32x4.splat(1);
  for (let b = b0; b < b1; b++) {
    const row = t * s.batch + b;
    const start = <usize>row * width;
    const gates = s.gates + 4 * start;
    const cOld = s.c + start;
    const dOut = s.outputGradient
      ? s.outputGradient + <usize>((t - s.outputGradientStart) * s.batch + b) * width
      : 0;
    const dHidden = s.hiddenGradient + <usize>b * width;
    const dCell = s.cellGradient + <usize>b * width;
    const group = <usize>(b / ROW_GROUP) * width;
    const dCellScale = s.cellScaleGradient ? s.cellScaleGradient + group : 0;
    const dHiddenScale = s.hiddenScaleGradient ? s.hiddenScaleGradient + group : 0;
    const m = mask ? v128.load32_splat(at(mask, row)) : one;
    const slope = penaltyWeights ? v128.load32_splat(at(s.penalty, row)) : one;
    for (let j = 0; j < units; j += 4) {
      const o4 = (<usize>j) << 2;
      const n = units - j;
      const pi = gates + o4;
      const pf = pi + width;
      const pg = pf + width;
      const po = pg + width;
      const i = v128.load(pi);
      const f = v128.load(pf);
      const g = v128.load(pg);
      const o = v128.load(po);
      const old = v128.load(cOld + o4);
      let gk = g;
      let ik = i;
      if (k) {
        const drop = v128.load(k + start + o4);
        gk = f32x4.mul(g, drop);
        ik = f32x4.mul(i, drop);
      }
      let byForget = old; // dc̃/df
      if (preserving) {
        const share = preservingShare(f);
        byForget = f32x4.sub(old, f32x4.div(f32x4.mul(f32x4.mul(i, gk), f), share));
        gk = f32x4.mul(gk, share);
        ik = f32x4.mul(ik, share);
      }
      const c = madd(f, old, f32x4.mul(i, gk));
      const scale = v128.load(cellScale + o4);
      const squashed = tanh4(f32x4.mul(c, scale));
      let dh = v128.load(dHidden + o4);
      if (dOut) dh = f32x4.add(dh, v128.load(dOut + o4));
      let dc = v128.load(dCell + o4);
      let carriedC = f32x4.splat(0);
      let carriedH = carriedC;
      if (blend) {
        const takeC = taken(zc, start + o4, rateC, m);
        const takeH = taken(zh, start + o4, rateH, m);
        carriedC = f32x4.mul(f32x4.sub(one, takeC), dc);
        carriedH = f32x4.mul(f32x4.sub(one, takeH), dh);
        dc = f32x4.mul(takeC, dc);
        dh = f32x4.mul(takeH, dh);
      }
      if (dHiddenScale) accumulate(dHiddenScale + o4, f32x4.mul(dh, f32x4.mul(o, squashed)), n);
      dh = f32x4.mul(dh, v128.load(hiddenScale + o4));
      const dOutGate = f32x4.mul(dh, squashed);
      const du = f32x4.mul(f32x4.mul(dh, o), f32x4.sub(one, f32x4.mul(squashed, squashed)));
      dc = madd(scale, du, dc);
      if (penaltyWeights) dc = madd(f32x4.mul(slope, v128.load(penaltyWeights + o4)), c, dc);
      if (dCellScale) accumulate(dCellScale + o4, f32x4.mul(du, c), n);
      put(pi, f32x4.mul(f32x4.mul(dc, gk), gateSlope4(i, hard)), n);
      put(pf, f32x4.mul(f32x4.mul(dc, byForget), gateSlope4(f, hard)), n);
      put(pg, f32x4.mul(f32x4.mul(dc, ik), f32x4.sub(one, f32x4.mul(g, g))), n);
      put(po, f32x4.mul(dOutGate, gateSlope4(o, hard)), n);
      put(dCell + o4, madd(dc, f, carriedC), n);
      put(dHidden + o4, carriedH, n);
    }
  }
}
