// Where the coefficients of assembly/math.ts come from: prints the degree-5 polynomial q with (2^f − 1)/f ≈ q(f) on [−1/2, 1/2] whose
// largest relative error is least (weighted least squares, the weights raised where the error is large: Lawson's iteration).
const DEGREE = 5;
const NODES = 2000;

/** Solves the normal equations by Gauss elimination with pivoting. */
function solve(a, b) {
  const n = b.length;
  for (let i = 0; i < n; i++) {
    let p = i;
    for (let r = i + 1; r < n; r++) if (Math.abs(a[r][i]) > Math.abs(a[p][i])) p = r;
    [a[i], a[p]] = [a[p], a[i]];
    [b[i], b[p]] = [b[p], b[i]];
    for (let r = i + 1; r < n; r++) {
      const f = a[r][i] / a[i][i];
      for (let c = i; c < n; c++) a[r][c] -= f * a[i][c];
      b[r] -= f * b[i];
    }
  }
  const x = Array(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    x[i] = b[i];
    for (let c = i + 1; c < n; c++) x[i] -= a[i][c] * x[c];
    x[i] /= a[i][i];
  }
  return x;
}

const f = Array.from({length: NODES}, (_, i) => 0.5005 * Math.cos((Math.PI * (i + 0.5)) / NODES));
const exact = f.map((v) => Math.expm1(v * Math.LN2) / v);
let weights = f.map(() => 1);
let best = {error: Infinity, q: []};
for (let round = 0; round < 200; round++) {
  const a = Array.from({length: DEGREE + 1}, () => Array(DEGREE + 1).fill(0));
  const b = Array(DEGREE + 1).fill(0);
  f.forEach((v, i) => {
    const w = weights[i] / exact[i] ** 2;
    for (let r = 0; r <= DEGREE; r++) {
      for (let c = 0; c <= DEGREE; c++) a[r][c] += w * v ** (r + c);
      b[r] += w * v ** r * exact[i];
    }
  });
  const q = solve(a, b);
  const errors = f.map((v, i) => Math.abs(q.reduceRight((s, c) => s * v + c, 0) / exact[i] - 1));
  const error = Math.max(...errors);
  if (error < best.error) best = {error, q};
  weights = weights.map((w, i) => w * (errors[i] / error + 1e-3));
}
console.log(`relative error ${best.error.toExponential(2)}`);
best.q.forEach((c, i) => console.log(`f^${i}: ${c}`));
