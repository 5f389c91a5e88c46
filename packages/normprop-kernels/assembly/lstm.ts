// The sequence, forward and backward, for a range of steps and a slice of the batch.
import {normedGates, normedGatesBackward, normedHidden, normedHiddenBackward} from './cellNormed';
import {plainBackward, plainForward} from './cellPlain';
import {columnMoments, normalizeColumnsOf, normalizeColumnsOfBackward} from './columnNorm';
import {columnDots} from './columnSums';
import {KC, MC, gemmPacked} from './gemm';
import {madd, put} from './math';
import {normalizeRow, normalizeRowBackward} from './rowNorm';
import {ROW_GROUP, Sequence, at} from './sequence';
import {sgemm} from './sgemm';

/** Rows of x·kernel computed ahead of the recurrence: few enough to be in the cache when it comes to them. */
const AHEAD: i32 = 256;

/** C[rows of step t, slice] ← A·packed (+ C). */
function project(
  s: Sequence,
  first: i32,
  rows: i32,
  a: usize,
  depth: i32,
  packed: usize,
  c: usize,
  add: i32,
  scratch: usize,
): void {
  const wide = (<usize>s.units) << 4;
  const deep = (<usize>depth) << 2;
  gemmPacked(rows, 4 * s.units, depth, a + <usize>first * deep, deep, packed, c + <usize>first * wide, wide, add, scratch);
}

/** Every row ← bias. */
function fillBias(s: Sequence, first: i32, rows: i32): void {
  const wide = (<usize>s.units) << 4;
  for (let r = first; r < first + rows; r++) memory.copy(s.gates + <usize>r * wide, s.bias, wide);
}

/** x·kernel for steps [t0,t1), normalised; without a normaliser the bias is in it. */
function inputProduct(s: Sequence, t0: i32, t1: i32, b0: i32, b1: i32, scratch: usize): void {
  const whole = b0 == 0 && b1 == s.batch;
  const plain = s.normalizer == 0;
  const target = plain ? s.gates : s.normedX;
  const pieces = whole ? 1 : t1 - t0;
  const rows = whole ? (t1 - t0) * s.batch : b1 - b0;
  for (let p = 0; p < pieces; p++) {
    const first = (t0 + p) * s.batch + b0;
    if (plain) fillBias(s, first, rows);
    project(s, first, rows, s.x, s.inputSize, s.packedKernel, target, i32(plain), scratch);
  }
  if (!plain) for (let t = t0; t < t1; t++) normalizeStep(s, t, b0, b1, s.normedX, s.statX, s.varianceX, 4 * s.units, s.groups);
}

/** Normalises [B,n] of step t, each of `groups` parts of a row by itself (Layer Norm) or each column (Batch Norm). */
function normalizeStep(
  s: Sequence,
  t: i32,
  b0: i32,
  b1: i32,
  z: usize,
  stat: usize,
  variance: usize,
  n: i32,
  groups: i32,
): void {
  if (s.normalizer == 1) {
    const size = n / groups;
    for (let b = b0; b < b1; b++) {
      const row = t * s.batch + b;
      for (let g = 0; g < groups; g++)
        store<f32>(at(stat, row * groups + g), normalizeRow(at(z, row * n + g * size), size, s.epsilon));
    }
    return;
  }
  const first = at(z, t * s.batch * n);
  const mean = at(stat, t * n);
  const spread = at(variance, t * n);
  if (!s.population) columnMoments(first, s.batch, n, s.validRows ? at(s.mask, t * s.batch) : 0, mean, spread);
  normalizeColumnsOf(first, s.batch, n, mean, spread, s.epsilon, s.columnScratch);
}

/** The gradient of `normalizeStep`, into `normed`, for the gradient d [B,n] of γ ⊙ normed + β. */
function normalizeStepBackward(
  s: Sequence,
  t: i32,
  b0: i32,
  b1: i32,
  normed: usize,
  d: usize,
  gamma: usize,
  stat: usize,
  variance: usize,
  n: i32,
  groups: i32,
  dGamma: usize,
  dBeta: usize,
): void {
  if (s.normalizer == 1) {
    const size = n / groups;
    for (let b = b0; b < b1; b++) {
      const row = t * s.batch + b;
      const sums = (b / ROW_GROUP) * n;
      for (let g = 0; g < groups; g++) {
        const o = g * size;
        normalizeRowBackward(
          at(normed, row * n + o),
          at(d, b * n + o),
          at(gamma, o),
          size,
          load<f32>(at(stat, row * groups + g)),
          at(dGamma, sums + o),
          dBeta ? at(dBeta, sums + o) : 0,
        );
      }
    }
    return;
  }
  normalizeColumnsOfBackward(
    at(normed, t * s.batch * n),
    d,
    gamma,
    s.batch,
    n,
    s.validRows ? at(s.mask, t * s.batch) : 0,
    at(variance, t * n),
    s.epsilon,
    s.population,
    dGamma,
    dBeta,
    s.columnScratch,
  );
}

/** out ← a ⊙ b for rows [b0,b1) of [B,H]. */
function multiplyRows(s: Sequence, b0: i32, b1: i32, a: usize, b: usize, out: usize): void {
  const last = b1 * s.units;
  for (let j = b0 * s.units; j < last; j += 4) put(at(out, j), f32x4.mul(v128.load(at(a, j)), v128.load(at(b, j))), last - j);
}

/** Steps [t0,t1), rows [b0,b1). Scratch: MC·KC floats. */
export function lstmForward(s: Sequence, t0: i32, t1: i32, b0: i32, b1: i32, scratch: usize): void {
  const units = s.units;
  const block = max(1, AHEAD / s.batch);
  for (let t = t0; t < t1; t++) {
    if ((t - t0) % block == 0) inputProduct(s, t, min(t1, t + block), b0, b1, scratch);
    const first = t * s.batch;
    let h = at(s.h, first * units);
    if (s.recurrentDropout) {
      multiplyRows(s, b0, b1, h, s.recurrentDropout, s.dropped);
      h = s.dropped;
    }
    const rows = b1 - b0;
    const recurrent = at(h, b0 * units);
    const n = 4 * units;
    const plain = s.normalizer == 0;
    gemmPacked(
      rows,
      n,
      units,
      recurrent,
      (<usize>units) << 2,
      s.packedRecurrent,
      at(plain ? s.gates : s.normedH, (first + b0) * n),
      (<usize>n) << 2,
      i32(plain),
      scratch,
    );
    if (plain) plainForward(s, t, b0, b1);
    else {
      normalizeStep(s, t, b0, b1, s.normedH, s.statH, s.varianceH, n, s.groups);
      normedGates(s, t, b0, b1);
      normalizeStep(s, t, b0, b1, s.normedC, s.statC, s.varianceC, units, 1);
      normedHidden(s, t, b0, b1);
    }
  }
}

/** Steps t1−1 down to t0, rows [b0,b1). Scratch: MC·KC floats. `dropped` also holds du between the halves of the cell. */
export function lstmBackward(s: Sequence, t0: i32, t1: i32, b0: i32, b1: i32, scratch: usize): void {
  const units = s.units;
  const n = 4 * units;
  for (let t = t1 - 1; t >= t0; t--) {
    const first = t * s.batch;
    const da = at(s.gates, first * n);
    let through = s.gates;
    if (s.normalizer == 0) plainBackward(s, t, b0, b1);
    else {
      through = s.normedH;
      normedHiddenBackward(s, t, b0, b1, s.dropped);
      normalizeStepBackward(
        s, t, b0, b1, s.normedC, s.dropped, s.gammaC, s.statC, s.varianceC, units, 1, s.gammaCGradient, s.betaCGradient,
      );
      normedGatesBackward(s, t, b0, b1);
      normalizeStepBackward(s, t, b0, b1, s.normedX, da, s.gammaX, s.statX, s.varianceX, n, s.groups, s.gammaXGradient, 0);
      normalizeStepBackward(s, t, b0, b1, s.normedH, da, s.gammaH, s.statH, s.varianceH, n, s.groups, s.gammaHGradient, 0);
    }
    const direct = s.recurrentDropout == 0;
    gemmPacked(
      b1 - b0,
      units,
      n,
      at(through, (first + b0) * n),
      (<usize>n) << 2,
      s.packedRecurrent,
      at(direct ? s.hiddenGradient : s.dropped, b0 * units),
      (<usize>units) << 2,
      i32(direct),
      scratch,
    );
    if (!direct) addMultiplied(s, b0, b1);
  }
}

/** hiddenGradient += dropped ⊙ recurrentDropout for rows [b0,b1). */
function addMultiplied(s: Sequence, b0: i32, b1: i32): void {
  const last = b1 * s.units;
  for (let j = b0 * s.units; j < last; j += 4) {
    const p = at(s.hiddenGradient, j);
    put(p, madd(v128.load(at(s.dropped, j)), v128.load(at(s.recurrentDropout, j)), v128.load(p)), last - j);
  }
}

/**
 * Columns [n0,n1) (n0 a multiple of 8) of dKernel [D,N], dRecurrent [H,N] and dBias [N] from da of all steps.
 * Scratch: `sgemmScratch()`.
 */
export function lstmWeightGradients(
  s: Sequence,
  timeSteps: i32,
  n0: i32,
  n1: i32,
  dKernel: usize,
  dRecurrent: usize,
  dBias: usize,
  scratch: usize,
): void {
  const units = s.units;
  const n = 4 * units;
  const rows = timeSteps * s.batch;
  const wide = (<usize>n) << 2;
  const high = (<usize>units) << 2;
  const deep = (<usize>s.inputSize) << 2;
  const plain = s.normalizer == 0;
  const daX = at(plain ? s.gates : s.normedX, n0);
  const daH = at(plain ? s.gates : s.normedH, n0);
  sgemm(
    units, n1 - n0, rows, s.h, high, 1, daH, wide, 0, at(dRecurrent, n0), wide, 0, scratch, s.recurrentDropout, high, s.batch,
  );
  sgemm(s.inputSize, n1 - n0, rows, s.x, deep, 1, daX, wide, 0, at(dKernel, n0), wide, 0, scratch, 0, 0, 1);
  columnDots(s.gates, 0, rows, n, n0, n1, dBias);
}

/** dx = da·kernelᵀ over x for rows [r0,r1) of [T·B,D]; the kernel as it came, [D,N]. Scratch: `sgemmScratch()`. */
export function lstmInputGradient(s: Sequence, r0: i32, r1: i32, kernel: usize, scratch: usize): void {
  const n = 4 * s.units;
  const wide = (<usize>n) << 2;
  const deep = (<usize>s.inputSize) << 2;
  const da = s.normalizer == 0 ? s.gates : s.normedX;
  sgemm(
    r1 - r0, s.inputSize, n, at(da, r0 * n), wide, 0, kernel, wide, 1, at(s.x, r0 * s.inputSize), deep, 0, scratch, 0, 0, 1,
  );
}

/** Bytes of scratch for `lstmForward` and `lstmBackward`. */
export function lstmScratch(): usize {
  return (<usize>(MC * KC)) << 2;
}
