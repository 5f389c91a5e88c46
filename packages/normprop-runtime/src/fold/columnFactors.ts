/**
 * γ/‖W column‖₂ for W [rows,columns] and γ [columns], in float64; 0 for a column of zeros, which stays zero.
 *
 * Source: Salimans & Kingma, Weight Normalization, eq. 2, one vector per column.
 */
export function columnFactors(w: Float32Array, gamma: Float32Array): Float64Array {
  const columns = gamma.length;
  const squares = new Float64Array(columns);
  for (let i = 0; i < w.length; i++) squares[i % columns] += w[i] * w[i];
  return squares.map((square, j) => (square === 0 ? 0 : gamma[j] / Math.sqrt(square)));
}
