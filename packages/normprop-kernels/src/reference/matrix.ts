/** C [m,n] = A [m,k] · B [k,n] in float64. */
export function multiply(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  m: number,
  k: number,
  n: number,
): Float64Array {
  const c = new Float64Array(m * n);
  for (let i = 0; i < m; i++)
    for (let l = 0; l < k; l++) {
      const value = a[i * k + l];
      for (let j = 0; j < n; j++) c[i * n + j] += value * b[l * n + j];
    }
  return c;
}

/** The transpose [n,m] of A [m,n]. */
export function transpose(a: ArrayLike<number>, m: number, n: number): Float64Array {
  const out = new Float64Array(m * n);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) out[j * m + i] = a[i * n + j];
  return out;
}

/** Adds `part` to `total`, element by element. */
export function add(total: Float64Array | Float32Array, part: ArrayLike<number>): void {
  for (let i = 0; i < total.length; i++) total[i] += part[i];
}
