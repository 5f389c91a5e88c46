/**
 * One call's description, written by src/simd (src/generated/sequenceFields.ts has the same names in the same order).
 * Pointers into the module's memory; 0 where there is nothing. N = 4H.
 */
@unmanaged
export class Sequence {
  batch: i32;
  inputSize: i32;
  units: i32;
  /** 0 none, 1 layer, 2 batch. */
  normalizer: i32;
  /** Parts of N that Layer Norm treats by themselves: 1, or 4 with perGate. */
  groups: i32;
  epsilon: f32;

  /** [T,B,D]; after backward dx. */
  x: usize;
  /** [T,B,N]: the gates after their activation; after backward da. */
  gates: usize;
  /** [T+1,B,H], row 0 the initial state. */
  h: usize;
  /** [T+1,B,H], row 0 the initial state. */
  c: usize;

  /** [N], the sum of bias, betaX and betaH. */
  bias: usize;
  /** [H]. */
  cellScale: usize;
  /** [H]. */
  hiddenScale: usize;
  /** 1 when i, f and o are clip(0.2 a + 0.5, 0, 1) in place of sigmoid(a). */
  hardSigmoid: i32;
  /** 1 when the cell preserves its variance: i ⊙ g comes in with √(1 − f² + 1e-6). */
  preserving: i32;
  /** [H]: 1/(H·target) of the cell's penalty, or 0. */
  penaltyWeights: usize;
  /** [T,B]: forward writes q = Σ_j penaltyWeights_j c̃_j², backward reads the factor k of the gradient k·penaltyWeights ⊙ c̃. */
  penalty: usize;
  /** [N]. */
  gammaX: usize;
  /** [N]. */
  gammaH: usize;
  /** [H]. */
  gammaC: usize;
  /** [H]. */
  betaC: usize;

  /** layer, batch: normalised x·kernel [T,B,N]; after backward the gradient of x·kernel. */
  normedX: usize;
  /** layer, batch: normalised h·recurrentKernel [T,B,N]; after backward its gradient. */
  normedH: usize;
  /** layer, batch: normalised cell [T,B,H]; after backward its gradient. */
  normedC: usize;
  /** layer: 1/σ [T,B,groups]. batch: mean [T,N]. */
  statX: usize;
  statH: usize;
  /** layer: 1/σ [T,B]. batch: mean [T,H]. */
  statC: usize;
  /** batch: variance [T,N], [T,N], [T,H]. */
  varianceX: usize;
  varianceH: usize;
  varianceC: usize;
  /** batch: the statistics are given. */
  population: i32;
  /** batch: only rows whose mask is not 0 enter the statistics. */
  validRows: i32;
  /** batch: 3·N floats. */
  columnScratch: usize;

  /** [T,B]. */
  mask: usize;
  /** [B,H]. */
  recurrentDropout: usize;
  /** [T,B,H]. */
  candidateDropout: usize;
  /** [T,B,H]. */
  zoneoutCell: usize;
  zoneoutCellRate: f32;
  /** [T,B,H]. */
  zoneoutHidden: usize;
  zoneoutHiddenRate: f32;

  /** kernel [D,N], packed. */
  packedKernel: usize;
  /** recurrentKernel [H,N], packed; in backward its transpose [N,H], packed. */
  packedRecurrent: usize;
  /** [B,H]: h ⊙ r, or its gradient. */
  dropped: usize;

  /** backward: gradient of the outputs [steps,B,H] from step `outputGradientStart` on, or 0. */
  outputGradient: usize;
  outputGradientStart: i32;
  /** [B,H]: gradient of h and c, from step to step. */
  hiddenGradient: usize;
  cellGradient: usize;
  /** [⌈B/8⌉,H] each, or 0: sums over time and eight rows. */
  cellScaleGradient: usize;
  hiddenScaleGradient: usize;
  gammaCGradient: usize;
  betaCGradient: usize;
  /** [⌈B/8⌉,N] each (batch: [1,N]). */
  gammaXGradient: usize;
  gammaHGradient: usize;
}

/** Rows of the batch that share one sum for the gradients of scales and gains; a thread's slice is a multiple of it. */
export const ROW_GROUP: i32 = 8;

/** p + n floats. */
// @ts-ignore: decorator
@inline
export function at(p: usize, n: i32): usize {
  return p + ((<usize>n) << 2);
}
