// The cell with Layer or Batch Norm, in two halves around the normalisation of the cell.
import {accumulate, preservingShare, taken} from './cellPlain';
import {gate4, gateSlope4, madd, put, tanh4} from './math';
import {Sequence, at} from './sequence';

/** a = γx ⊙ normedX + γh ⊙ normedH + bias for four columns. */
// @ts-ignore: decorator
@inline
function preactivation(x: usize, h: usize, gammaX: usize, gammaH: usize, bias: usize): v128 {
  return madd(v128.load(gammaX), v128.load(x), madd(v128.load(gammaH), v128.load(h), v128.load(bias)));
}

/** Gates, the new cell (into normedC, to be normalised there) and the carried cell. */
export function normedGates(s: Sequence, t: i32, b0: i32, b1: i32): void {
  const units = s.units;
  const width = (<usize>units) << 2;
  const hard = s.hardSigmoid;
  const k = s.candidateDropout;
  const zc = s.zoneoutCell;
  const rateC = s.zoneoutCellRate;
  const one = f32x4.splat(1);
  for (let b = b0; b < b1; b++) {
    const row = t * s.batch + b;
    const start = <usize>row * width;
    const gates = s.gates + 4 * start;
    const x = s.normedX + 4 * start;
    const h = s.normedH + 4 * start;
    const cOld = s.c + start;
    const cNew = cOld + <usize>s.batch * width;
    const fresh = s.normedC + start;
    const m = s.mask ? v128.load32_splat(at(s.mask, row)) : one;
    for (let j = 0; j < units; j += 4) {
      const oi = (<usize>j) << 2;
      const ofs = oi + width;
      const og = ofs + width;
      const oo = og + width;
      const n = units - j;
      const i = gate4(preactivation(x + oi, h + oi, s.gammaX + oi, s.gammaH + oi, s.bias + oi), hard);
      const f = gate4(preactivation(x + ofs, h + ofs, s.gammaX + ofs, s.gammaH + ofs, s.bias + ofs), hard);
      const g = tanh4(preactivation(x + og, h + og, s.gammaX + og, s.gammaH + og, s.bias + og));
      const o = gate4(preactivation(x + oo, h + oo, s.gammaX + oo, s.gammaH + oo, s.bias + oo), hard);
      put(gates + oi, i, n);
      put(gates + ofs, f, n);
      put(gates + og, g, n);
      put(gates + oo, o, n);
      let ig = f32x4.mul(i, g);
      if (k) ig = f32x4.mul(ig, v128.load(k + start + oi));
      if (s.preserving) ig = f32x4.mul(ig, preservingShare(f));
      const old = v128.load(cOld + oi);
      const c = madd(f, old, ig);
      put(fresh + oi, c, n);
      const takeC = taken(zc, start + oi, rateC, m);
      put(cNew + oi, madd(takeC, c, f32x4.mul(f32x4.sub(one, takeC), old)), n);
    }
  }
}

/** h from the normalised cell. */
export function normedHidden(s: Sequence, t: i32, b0: i32, b1: i32): void {
  const units = s.units;
  const width = (<usize>units) << 2;
  const zh = s.zoneoutHidden;
  const rateH = s.zoneoutHiddenRate;
  const one = f32x4.splat(1);
  for (let b = b0; b < b1; b++) {
    const row = t * s.batch + b;
    const start = <usize>row * width;
    const o = s.gates + 4 * start + 3 * width;
    const normed = s.normedC + start;
    const hOld = s.h + start;
    const hNew = hOld + <usize>s.batch * width;
    const m = s.mask ? v128.load32_splat(at(s.mask, row)) : one;
    for (let j = 0; j < units; j += 4) {
      const o4 = (<usize>j) << 2;
      const u = madd(v128.load(s.gammaC + o4), v128.load(normed + o4), v128.load(s.betaC + o4));
      const h = f32x4.mul(f32x4.mul(v128.load(o + o4), v128.load(s.hiddenScale + o4)), tanh4(u));
      const takeH = taken(zh, start + o4, rateH, m);
      put(hNew + o4, madd(takeH, h, f32x4.mul(f32x4.sub(one, takeH), v128.load(hOld + o4))), units - j);
    }
  }
}

/**
 * First half of backward: the output gate's da, du (into `du` [B,H]), and the carried part of dh.
 * hiddenGradient as in `plainBackward`.
 */
export function normedHiddenBackward(s: Sequence, t: i32, b0: i32, b1: i32, du: usize): void {
  const units = s.units;
  const width = (<usize>units) << 2;
  const hard = s.hardSigmoid;
  const zh = s.zoneoutHidden;
  const rateH = s.zoneoutHiddenRate;
  const one = f32x4.splat(1);
  for (let b = b0; b < b1; b++) {
    const row = t * s.batch + b;
    const start = <usize>row * width;
    const po = s.gates + 4 * start + 3 * width;
    const normed = s.normedC + start;
    const dOut = s.outputGradient
      ? s.outputGradient + <usize>((t - s.outputGradientStart) * s.batch + b) * width
      : 0;
    const dHidden = s.hiddenGradient + <usize>b * width;
    const dRow = du + <usize>b * width;
    const dHiddenScale = s.hiddenScaleGradient ? s.hiddenScaleGradient + <usize>(b >> 3) * width : 0;
    const m = s.mask ? v128.load32_splat(at(s.mask, row)) : one;
    for (let j = 0; j < units; j += 4) {
      const o4 = (<usize>j) << 2;
      const n = units - j;
      const o = v128.load(po + o4);
      const squashed = tanh4(madd(v128.load(s.gammaC + o4), v128.load(normed + o4), v128.load(s.betaC + o4)));
      let dh = v128.load(dHidden + o4);
      if (dOut) dh = f32x4.add(dh, v128.load(dOut + o4));
      const takeH = taken(zh, start + o4, rateH, m);
      put(dHidden + o4, f32x4.mul(f32x4.sub(one, takeH), dh), n);
      dh = f32x4.mul(takeH, dh);
      if (dHiddenScale) accumulate(dHiddenScale + o4, f32x4.mul(dh, f32x4.mul(o, squashed)), n);
      dh = f32x4.mul(dh, v128.load(s.hiddenScale + o4));
      put(po + o4, f32x4.mul(f32x4.mul(dh, squashed), gateSlope4(o, hard)), n);
      put(dRow + o4, f32x4.mul(f32x4.mul(dh, o), f32x4.sub(one, f32x4.mul(squashed, squashed))), n);
    }
  }
}

/** Second half: da of the gates i, f and c; normedC holds the gradient through the cell's normalisation. */
export function normedGatesBackward(s: Sequence, t: i32, b0: i32, b1: i32): void {
  const units = s.units;
  const width = (<usize>units) << 2;
  const hard = s.hardSigmoid;
  const k = s.candidateDropout;
  const zc = s.zoneoutCell;
  const rateC = s.zoneoutCellRate;
  const one = f32x4.splat(1);
  for (let b = b0; b < b1; b++) {
    const row = t * s.batch + b;
    const start = <usize>row * width;
    const gates = s.gates + 4 * start;
    const cOld = s.c + start;
    const through = s.normedC + start;
    const dCell = s.cellGradient + <usize>b * width;
    const m = s.mask ? v128.load32_splat(at(s.mask, row)) : one;
    for (let j = 0; j < units; j += 4) {
      const o4 = (<usize>j) << 2;
      const n = units - j;
      const pi = gates + o4;
      const pf = pi + width;
      const pg = pf + width;
      const i = v128.load(pi);
      const f = v128.load(pf);
      const g = v128.load(pg);
      let gk = g;
      let ik = i;
      if (k) {
        const drop = v128.load(k + start + o4);
        gk = f32x4.mul(g, drop);
        ik = f32x4.mul(i, drop);
      }
      const old = v128.load(cOld + o4);
      let byForget = old; // dc̃/df
      if (s.preserving) {
        const share = preservingShare(f);
        byForget = f32x4.sub(old, f32x4.div(f32x4.mul(f32x4.mul(i, gk), f), share));
        gk = f32x4.mul(gk, share);
        ik = f32x4.mul(ik, share);
      }
      const takeC = taken(zc, start + o4, rateC, m);
      let dc = v128.load(dCell + o4);
      const carried = f32x4.mul(f32x4.sub(one, takeC), dc);
      dc = madd(takeC, dc, v128.load(through + o4));
      put(pi, f32x4.mul(f32x4.mul(dc, gk), gateSlope4(i, hard)), n);
      put(pf, f32x4.mul(f32x4.mul(dc, byForget), gateSlope4(f, hard)), n);
      put(pg, f32x4.mul(f32x4.mul(dc, ik), f32x4.sub(one, f32x4.mul(g, g))), n);
      put(dCell + o4, madd(dc, f, carried), n);
    }
  }
}
