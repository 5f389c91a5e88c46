import type {Engine} from '../engine/engine.js';
import {withLease} from '../engine/lease.js';
import type {SoftmaxCrossEntropyResult} from '../contract/opTypes.js';

/** Floats of logits brought into kernel memory at a time. */
const PIECE = 65536;

/** As `referenceSoftmaxCrossEntropy`; the logarithms in float64. */
export function simdSoftmaxCrossEntropy(
  engine: Engine,
  logits: Float32Array,
  targets: Int32Array,
  classes: number,
  wantGradient: boolean,
): SoftmaxCrossEntropyResult {
  const rows = targets.length;
  const gradient = new Float32Array(wantGradient ? logits.length : 0);
  const step = Math.max(1, Math.floor(PIECE / classes));
  const loss = withLease(engine, (lease) => {
    const held = Math.min(step, rows);
    const pl = lease.floats(held * classes);
    const pt = lease.floats(held);
    const pm = lease.floats(held);
    const ps = lease.floats(held);
    let total = 0;
    for (let r = 0; r < rows; r += step) {
      const n = Math.min(step, rows - r);
      const view = engine.floats(pl, n * classes);
      view.set(logits.subarray(r * classes, (r + n) * classes));
      new Int32Array(view.buffer, pt, n).set(targets.subarray(r, r + n));
      engine.exports.softmaxRows(pl, pt, n, classes, pm, ps, wantGradient ? 1 : 0, 1 / rows);
      const maxima = engine.floats(pm, n);
      const sums = engine.floats(ps, n);
      for (let i = 0; i < n; i++)
        total += Math.log(sums[i]) + maxima[i] - logits[(r + i) * classes + targets[r + i]];
      if (wantGradient) gradient.set(view, r * classes);
    }
    return total / rows;
  });
  return wantGradient ? {loss, gradient} : {loss};
}
