// One call's description; nullptr where there is nothing. N = 4·H, gates in the order i, f, c, o.
#pragma once

#include <cstdint>

enum Normalizer { NONE = 0, LAYER = 1, BATCH = 2 };

/** Rows of the batch that share one sum for the gradients of scales and gains; a thread's slice is a multiple of it. */
constexpr int64_t ROW_GROUP = 8;

struct Sequence {
  int64_t batch;
  int64_t inputSize;
  int64_t units;
  int normalizer;
  /** Parts of N that Layer Norm treats by themselves: 1, or 4. */
  int64_t groups;
  float epsilon;

  /** [T,B,D]. */
  const float* x;
  /** [T,B,N]: the gates after their activation; after backward da. */
  float* gates;
  /** [T+1,B,H], row 0 the initial state. */
  float* h;
  float* c;

  /** [N], the sum of bias, betaX and betaH. */
  const float* bias;
  /** [H]. */
  const float* cellScale;
  const float* hiddenScale;
  /** i ⊙ g comes in with √(1 − f² + 1e-6). */
  bool preserving;
  /** i, f and o are clip(0.2 a + 0.5, 0, 1) in place of sigmoid(a). */
  bool hardSigmoid;
  /** [H]: 1/(H·target) of the cell's penalty, or nullptr. */
  const float* penaltyWeights;
  /** [T,B]: forward writes q = Σ_j penaltyWeights_j c̃_j², backward reads the factor k of the gradient k·penaltyWeights ⊙ c̃. */
  float* penalty;
  /** [N]. */
  const float* gammaX;
  const float* gammaH;
  /** [H]. */
  const float* gammaC;
  const float* betaC;

  /** LAYER, BATCH: normalised x·kernel and h·recurrentKernel [T,B,N], cell [T,B,H]; after backward the gradients before normalisation. */
  float* normedX;
  float* normedH;
  float* normedC;
  /** LAYER: 1/σ [T,B,groups], of the cell [T,B]. BATCH: mean [T,N], of the cell [T,H]. */
  float* statX;
  float* statH;
  float* statC;
  /** BATCH: variance [T,N], of the cell [T,H]. */
  float* varianceX;
  float* varianceH;
  float* varianceC;
  /** BATCH: the statistics are given. */
  bool population;
  /** BATCH: only rows whose mask is not 0 enter the statistics. */
  bool validRows;

  /** [T,B]. */
  const float* mask;
  /** [B,H]. */
  const float* recurrentDropout;
  /** [T,B,H]. */
  const float* candidateDropout;
  const float* zoneoutCell;
  const float* zoneoutHidden;
  float zoneoutCellRate;
  float zoneoutHiddenRate;

  /** kernel [D,N], packed. */
  const float* packedKernel;
  /** recurrentKernel [H,N], packed; in backward its transpose [N,H], packed. */
  const float* packedRecurrent;
  /** [B,H]: h ⊙ r, or its gradient; between the halves of a normalised cell's backward the gradient of its tanh's argument. */
  float* dropped;

  /** Where h of step t, row b goes besides `h`: outputs + t·outputStep + b·outputRow. */
  float* outputs;
  int64_t outputStep;
  int64_t outputRow;

  /** backward: the gradient of the outputs, with the same strides, or nullptr. */
  const float* outputGradient;
  /** [B,H]: gradient of h and c, from step to step. */
  float* hiddenGradient;
  float* cellGradient;
  /** [⌈B/8⌉,H] each, or nullptr: sums over time and eight rows. With BATCH [1,H] for the last two. */
  float* cellScaleGradient;
  float* hiddenScaleGradient;
  float* gammaCGradient;
  float* betaCGradient;
  /** [⌈B/8⌉,N] each, with BATCH [1,N]. */
  float* gammaXGradient;
  float* gammaHGradient;
};
