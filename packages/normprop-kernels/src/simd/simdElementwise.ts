import type {Engine} from '../engine/engine.js';
import {withLease} from '../engine/lease.js';
import type {AdamOptions, AdamVariable} from '../ops/opTypes.js';

/** Floats brought into kernel memory at a time: four such pieces stay in the second-level cache. */
const PIECE = 16384;

/** Applies an in-place kernel piece by piece; the result is a fresh array. */
export function simdMap(
  engine: Engine,
  kernel: (p: number, n: number) => void,
  x: Float32Array,
): Float32Array {
  const out = new Float32Array(x.length);
  withLease(engine, (lease) => {
    const p = lease.floats(PIECE);
    const view = engine.floats(p, PIECE);
    for (let i = 0; i < x.length; i += PIECE) {
      const n = Math.min(PIECE, x.length - i);
      view.set(x.subarray(i, i + n));
      kernel(p, n);
      out.set(view.subarray(0, n), i);
    }
  });
  return out;
}

/** As `referenceAdamStep`: the norm over all gradients, then the update piece by piece. */
export function simdAdamStep(
  engine: Engine,
  variables: AdamVariable[],
  {learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, step, maxNorm}: AdamOptions,
): number {
  return withLease(engine, (lease) => {
    const address = [0, 1, 2, 3].map(() => lease.floats(PIECE)) as [number, number, number, number];
    const [p, g, m, v] = address.map((a) => engine.floats(a, PIECE));
    let squares = 0;
    for (const {gradient} of variables)
      for (let i = 0; i < gradient.length; i += PIECE) {
        const n = Math.min(PIECE, gradient.length - i);
        g.set(gradient.subarray(i, i + n));
        squares += engine.exports.sumSquares(address[1], n);
      }
    const norm = Math.sqrt(squares);
    const clip = maxNorm !== undefined && norm > maxNorm ? maxNorm / norm : 1;
    const rate = learningRate / (1 - beta1 ** step);
    const root = 1 / Math.sqrt(1 - beta2 ** step);
    for (const variable of variables)
      for (let i = 0; i < variable.parameter.length; i += PIECE) {
        const n = Math.min(PIECE, variable.parameter.length - i);
        p.set(variable.parameter.subarray(i, i + n));
        g.set(variable.gradient.subarray(i, i + n));
        m.set(variable.m.subarray(i, i + n));
        v.set(variable.v.subarray(i, i + n));
        engine.exports.adam(...address, n, clip, beta1, 1 - beta1, beta2, 1 - beta2, rate, root, epsilon);
        variable.parameter.set(p.subarray(0, n), i);
        variable.m.set(m.subarray(0, n), i);
        variable.v.set(v.subarray(0, n), i);
      }
    return norm;
  });
}
