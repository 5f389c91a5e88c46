// A real Norm Prop LSTM layer in float32, as wide as memory allows: what the constants lead to.
import {sgemm} from 'normprop-kernels';

/** Random weights for `simulate`: per gate an orthogonal [H,H] matrix, so columns have unit norm, as kernel and recurrentKernel. */
export function orthogonalWeights(H, seed) {
  const normal = normals(seed);
  const matrix = () => {
    const blocks = [0, 1, 2, 3].map(() => orthogonal(H, normal));
    const whole = new Float32Array(H * 4 * H);
    for (let row = 0; row < H; row++) {
      blocks.forEach((block, gate) =>
        whole.set(block.subarray(row * H, (row + 1) * H), row * 4 * H + gate * H),
      );
    }
    return whole;
  };
  return {H, kernel: matrix(), recurrentKernel: matrix()};
}

/**
 * Runs `warmup + steps` steps from zeros on x ~ N(0,1) and measures the last `steps`.
 *
 * @returns E[h²] and E[c²] over units, sequences and steps, each with its standard error from the spread of the sequences
 */
export function simulate({H, kernel, recurrentKernel}, settings, constants, {batch, warmup, steps, seed}) {
  const {gammaX, gammaH, gammaC, forgetBias} = settings;
  const normal = normals(seed);
  const cellScale = gammaC / Math.sqrt(constants.cellVariance);
  const hiddenScale = 1 / Math.sqrt(constants.hiddenVariance);
  const x = new Float32Array(batch * H);
  const fromX = new Float32Array(batch * 4 * H);
  const fromH = new Float32Array(batch * 4 * H);
  const h = new Float32Array(batch * H);
  const c = new Float32Array(batch * H);
  const sums = {h: new Float64Array(batch), c: new Float64Array(batch)};
  for (let t = 0; t < warmup + steps; t++) {
    for (let k = 0; k < x.length; k++) x[k] = normal();
    sgemm({m: batch, n: 4 * H, k: H, a: x, b: kernel, c: fromX});
    sgemm({m: batch, n: 4 * H, k: H, a: h, b: recurrentKernel, c: fromH});
    for (let b = 0; b < batch; b++) {
      for (let unit = 0; unit < H; unit++) {
        const at = b * 4 * H + unit;
        const i = sigmoid(gammaX * fromX[at] + gammaH * fromH[at]);
        const f = sigmoid(gammaX * fromX[at + H] + gammaH * fromH[at + H] + forgetBias);
        const g = 2 * sigmoid(2 * (gammaX * fromX[at + 2 * H] + gammaH * fromH[at + 2 * H])) - 1;
        const o = sigmoid(gammaX * fromX[at + 3 * H] + gammaH * fromH[at + 3 * H]);
        const k = b * H + unit;
        c[k] = i * g + f * c[k];
        h[k] = hiddenScale * o * (2 * sigmoid(2 * cellScale * c[k]) - 1);
        if (t < warmup) continue;
        sums.h[b] += h[k] * h[k];
        sums.c[b] += c[k] * c[k];
      }
    }
  }
  return {hidden: estimate(sums.h, H * steps), cell: estimate(sums.c, H * steps)};
}

function estimate(sums, count) {
  const means = Array.from(sums, (sum) => sum / count);
  const mean = means.reduce((a, b) => a + b) / means.length;
  const square = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (means.length - 1);
  return {mean, error: Math.sqrt(square / means.length)};
}

function sigmoid(a) {
  return 1 / (1 + Math.exp(-a));
}

/** Rows of normals, orthonormalised one after the other. */
function orthogonal(n, normal) {
  const rows = Array.from({length: n}, () => Float64Array.from({length: n}, normal));
  for (let r = 0; r < n; r++) {
    const row = rows[r];
    for (let q = 0; q < r; q++) {
      const other = rows[q];
      let dot = 0;
      for (let k = 0; k < n; k++) dot += row[k] * other[k];
      for (let k = 0; k < n; k++) row[k] -= dot * other[k];
    }
    const norm = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    for (let k = 0; k < n; k++) row[k] /= norm;
  }
  const flat = new Float32Array(n * n);
  rows.forEach((row, r) => flat.set(row, r * n));
  return flat;
}

/** A function that gives the next standard normal of a seeded sequence. */
function normals(seed) {
  let state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x5bf03635) >>> 0;
  const uniform = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 4294967296;
  };
  let spare;
  return () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}
