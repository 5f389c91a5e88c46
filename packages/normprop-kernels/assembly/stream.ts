// A whole model at inference, layer after layer, for some time steps: `advance`. The layers lie in memory as StreamLayer.
import {preservingShare} from './cellPlain';
import {gemv} from './gemv';
import {KC, MC, gemmPacked} from './gemm';
import {expNegative, lanes, madd, put, sigmoid4, sum4, tanh4} from './math';
import {normalizeRow} from './rowNorm';
import {at} from './sequence';
import {StreamLayer} from './streamLayer';

/** What a layer does. */
const OP_LSTM: i32 = 0;
const OP_DENSE: i32 = 1;
const OP_AFFINE: i32 = 2;
const OP_ACTIVATION: i32 = 3;
const OP_LOOK_UP: i32 = 4;
const OP_MERGE: i32 = 5;

const ACTIVATION_SIGMOID: i32 = 1;
const ACTIVATION_TANH: i32 = 2;
const ACTIVATION_RELU: i32 = 3;
const ACTIVATION_SOFTMAX: i32 = 4;

const MERGE_MUL: i32 = 1;
const MERGE_AVE: i32 = 2;

/** Rows of x·kernel computed ahead of the recurrence: few enough to be in the cache when it comes to them. */
const AHEAD: i32 = 256;

/** Rows that `gates` must hold for a batch of that size and that many steps at a time. */
export function streamGateRows(batch: i32, steps: i32): i32 {
  return batch * max(1, min(steps, AHEAD / batch));
}

/** Bytes of `scratch`. */
export function streamScratch(): usize {
  return (<usize>(MC * KC)) << 2;
}

/** Runs `steps` time steps of the layers whose addresses stand at `list`. */
export function advance(list: usize, count: i32, steps: i32): void {
  for (let i = 0; i < count; i++) {
    const layer = changetype<StreamLayer>(<usize>load<u32>(at(list, i)));
    const rows = steps * layer.batch;
    switch (layer.op) {
      case OP_LSTM: {
        lstm(layer, steps);
        break;
      }
      case OP_DENSE: {
        product(rows, layer.units, layer.inputSize, layer.x, layer, layer.out);
        activate(rows, layer.units, layer.out, layer.kind);
        break;
      }
      case OP_AFFINE: {
        affine(layer, rows);
        break;
      }
      case OP_ACTIVATION: {
        const bytes = (<usize>(rows * layer.units)) << 2;
        if (layer.out != layer.x) memory.copy(layer.out, layer.x, bytes);
        activate(rows, layer.units, layer.out, layer.kind);
        break;
      }
      case OP_LOOK_UP: {
        for (let r = 0; r < rows; r++) copyRow(layer.table, load<i32>(at(layer.x, r)), layer.units, at(layer.out, r * layer.units));
        break;
      }
      default:
        merge(layer, rows);
    }
  }
}

/** out ← row `index` of a table [rows,n]. */
function copyRow(table: usize, index: i32, n: i32, out: usize): void {
  memory.copy(out, at(table, index * n), (<usize>n) << 2);
}

/** out [rows,n] ← bias + x·kernel of the layer; without a bias 0 + x·kernel. */
function product(rows: i32, n: i32, k: i32, x: usize, layer: StreamLayer, out: usize): void {
  const bias = layer.bias;
  if (rows == 1) {
    gemv(n, k, x, layer.kernelRow, bias, out);
    return;
  }
  if (bias) for (let r = 0; r < rows; r++) copyRow(bias, 0, n, at(out, r * n));
  gemmPacked(rows, n, k, x, (<usize>k) << 2, layer.kernelRows, out, (<usize>n) << 2, i32(bias != 0), layer.scratch);
}

function affine(layer: StreamLayer, rows: i32): void {
  const n = layer.units;
  for (let r = 0; r < rows; r++) {
    const x = at(layer.x, r * n);
    const out = at(layer.out, r * n);
    for (let j = 0; j < n; j += 4)
      put(at(out, j), madd(v128.load(at(x, j)), v128.load(at(layer.other, j)), v128.load(at(layer.bias, j))), n - j);
  }
}

/** out ← x + other, x ⊙ other or their mean. */
function merge(layer: StreamLayer, rows: i32): void {
  const n = rows * layer.units;
  const half = f32x4.splat(0.5);
  for (let j = 0; j < n; j += 4) {
    const a = v128.load(at(layer.x, j));
    const b = v128.load(at(layer.other, j));
    let v = layer.kind == MERGE_MUL ? f32x4.mul(a, b) : f32x4.add(a, b);
    if (layer.kind == MERGE_AVE) v = f32x4.mul(v, half);
    put(at(layer.out, j), v, n - j);
  }
}

/** An activation of [rows,n] in place. */
function activate(rows: i32, n: i32, p: usize, kind: i32): void {
  if (kind == 0) return;
  if (kind == ACTIVATION_SOFTMAX) {
    for (let r = 0; r < rows; r++) softmax(n, at(p, r * n));
    return;
  }
  const size = rows * n;
  for (let j = 0; j < size; j += 4) {
    const v = v128.load(at(p, j));
    let y: v128;
    if (kind == ACTIVATION_SIGMOID) y = sigmoid4(v);
    else if (kind == ACTIVATION_TANH) y = tanh4(v);
    else y = f32x4.max(v, f32x4.splat(0));
    put(at(p, j), y, size - j);
  }
}

/** p ← e^(p − max p) / Σ. */
function softmax(n: i32, p: usize): void {
  let most = v128.load32_splat(p);
  for (let j = 0; j < n; j++) most = f32x4.max(most, v128.load32_splat(at(p, j)));
  let sums = f32x4.splat(0);
  for (let j = 0; j < n; j += 4) {
    const e = expNegative(f32x4.sub(v128.load(at(p, j)), most));
    sums = f32x4.add(sums, lanes(e, n - j));
    put(at(p, j), e, n - j);
  }
  const share = f32x4.splat(<f32>1 / sum4(sums));
  for (let j = 0; j < n; j += 4) put(at(p, j), f32x4.mul(v128.load(at(p, j)), share), n - j);
}

/** Where a step's row of the statistics begins, in rows. */
// @ts-ignore: decorator
@inline
function statisticsRow(s: StreamLayer, b: i32): i32 {
  return s.normalizer == 2 ? min(load<i32>(at(s.steps, b)), s.rows - 1) : 0;
}

function lstm(s: StreamLayer, steps: i32): void {
  const batch = s.batch;
  const n = 4 * s.units;
  const block = max(1, AHEAD / batch);
  for (let first = 0; first < steps; first += block) {
    const count = min(block, steps - first);
    const from = s.backwards ? steps - first - count : first;
    drive(s, from * batch, count * batch);
    for (let t = 0; t < count; t++) {
      const gates = at(s.gates, (s.backwards ? count - 1 - t : t) * batch * n);
      const time = first + t;
      const place = s.lastOnly ? (time == steps - 1 ? 0 : -1) : s.backwards && s.outInTime ? steps - 1 - time : time;
      step(s, gates, place);
    }
  }
}

/** gates [rows,4H] ← all that does not depend on h, for rows of x from `first` on. */
function drive(s: StreamLayer, first: i32, rows: i32): void {
  const n = 4 * s.units;
  if (s.table) {
    for (let r = 0; r < rows; r++) copyRow(s.table, load<i32>(at(s.x, first + r)), n, at(s.gates, r * n));
    return;
  }
  product(rows, n, s.inputSize, at(s.x, first * s.inputSize), s, s.gates);
  if (s.normalizer == 1) for (let r = 0; r < rows; r++) normalizeDrive(s, at(s.gates, r * n));
}

/** a ← γx ⊙ N(a) + shift for a row of x·kernel. */
export function normalizeDrive(s: StreamLayer, a: usize): void {
  const n = 4 * s.units;
  normalizeGroups(s, a);
  for (let j = 0; j < n; j += 4)
    put(at(a, j), madd(v128.load(at(a, j)), v128.load(at(s.gainX, j)), v128.load(at(s.shift, j))), n - j);
}

function normalizeGroups(s: StreamLayer, a: usize): void {
  const size = (4 * s.units) / s.groups;
  for (let g = 0; g < s.groups; g++) normalizeRow(at(a, g * size), size, s.epsilon);
}

/** One time step of all rows; `place` is its row of steps in `out`, −1 for none. */
function step(s: StreamLayer, gates: usize, place: i32): void {
  const batch = s.batch;
  const units = s.units;
  const n = 4 * units;
  const plain = s.normalizer == 0;
  const target = plain ? gates : s.recurrent;
  if (batch == 1) gemv(n, units, s.h, s.recurrentRow, plain ? gates : 0, target);
  else
    gemmPacked(
      batch, n, units, s.h, (<usize>units) << 2, s.recurrentRows, target, (<usize>n) << 2, i32(plain), s.scratch,
    );
  for (let b = 0; b < batch; b++) {
    const a = at(gates, b * n);
    const row = statisticsRow(s, b);
    if (!plain) combine(s, a, at(s.recurrent, b * n), row);
    newCell(s, a, at(s.c, b * units));
    const out = place < 0 ? 0 : at(s.out, (place * batch + b) * s.outStride);
    newHidden(s, at(a, 3 * units), at(s.h, b * units), out, row);
    if (s.normalizer == 2) store<i32>(at(s.steps, b), load<i32>(at(s.steps, b)) + 1);
  }
}

/** a ← the pre-activations, for the models that normalise h·recurrent, which is r. */
function combine(s: StreamLayer, a: usize, r: usize, row: i32): void {
  const n = 4 * s.units;
  if (s.normalizer == 1) {
    normalizeGroups(s, r);
    for (let j = 0; j < n; j += 4)
      put(at(a, j), madd(v128.load(at(r, j)), v128.load(at(s.gainH, j)), v128.load(at(a, j))), n - j);
    return;
  }
  const x = at(s.gainX, row * n);
  const h = at(s.gainH, row * n);
  const shift = at(s.shift, row * n);
  for (let j = 0; j < n; j += 4) {
    const fromX = madd(v128.load(at(a, j)), v128.load(at(x, j)), v128.load(at(shift, j)));
    put(at(a, j), madd(v128.load(at(r, j)), v128.load(at(h, j)), fromX), n - j);
  }
}

/** 0.2 z + 0.5, cut to [0,1]. */
// @ts-ignore: decorator
@inline
function hardSigmoid4(z: v128): v128 {
  const y = f32x4.add(f32x4.mul(z, f32x4.splat(0.2)), f32x4.splat(0.5));
  return f32x4.min(f32x4.max(y, f32x4.splat(0)), f32x4.splat(1));
}

// @ts-ignore: decorator
@inline
function gate(z: v128, hard: i32): v128 {
  return hard ? hardSigmoid4(z) : sigmoid4(z);
}

/** fresh ← c~; c ← the cell that is carried; the output gate takes its place in a. */
function newCell(s: StreamLayer, a: usize, c: usize): void {
  const units = s.units;
  const width = (<usize>units) << 2;
  const hard = s.hardSigmoid;
  const keep = f32x4.splat(s.zoneoutCell);
  for (let j = 0; j < units; j += 4) {
    const pi = at(a, j);
    const pf = pi + width;
    const pg = pf + width;
    const po = pg + width;
    const left = units - j;
    const f = gate(v128.load(pf), hard);
    let ig = f32x4.mul(gate(v128.load(pi), hard), tanh4(v128.load(pg)));
    if (s.preserving) ig = f32x4.mul(ig, preservingShare(f));
    put(po, gate(v128.load(po), hard), left);
    const old = v128.load(at(c, j));
    const fresh = madd(f, old, ig);
    put(at(s.fresh, j), fresh, left);
    put(at(c, j), s.zoneoutCell == 0 ? fresh : madd(keep, f32x4.sub(old, fresh), fresh), left);
  }
}

/** h ← hiddenScale ⊙ o ⊙ tanh(Nc(fresh)), with zoneout; and its copy to the next layer. */
function newHidden(s: StreamLayer, o: usize, h: usize, out: usize, row: i32): void {
  const units = s.units;
  if (s.normalizer == 1) normalizeRow(s.fresh, units, s.epsilon);
  const cellScale = at(s.cellScale, row * units);
  const cellShift = at(s.cellShift, row * units);
  const keep = f32x4.splat(s.zoneoutHidden);
  const outputScale = f32x4.splat(s.outputScale);
  for (let j = 0; j < units; j += 4) {
    const left = units - j;
    const u = madd(v128.load(at(s.fresh, j)), v128.load(at(cellScale, j)), v128.load(at(cellShift, j)));
    let v = f32x4.mul(f32x4.mul(v128.load(at(o, j)), v128.load(at(s.hiddenScale, j))), tanh4(u));
    if (s.zoneoutHidden != 0) v = madd(keep, f32x4.sub(v128.load(at(h, j)), v), v);
    put(at(h, j), v, left);
    if (out) put(at(out, j), f32x4.mul(v, outputScale), left);
  }
}
