// The sequence, forward and backward, for a range of steps and a slice of the batch.
#pragma once

namespace {

/** Floats of gates computed ahead of the recurrence: few enough to be in the second-level cache when it comes to them. */
constexpr int64_t AHEAD = 1 << 17;

/** Steps whose input products are computed together. */
INLINE int64_t stepsAhead(const Sequence& s) {
  const int64_t steps = AHEAD / (4 * s.units * s.batch);
  return steps > 1 ? steps : 1;
}

/** A thread's scratch: first what the products need, then 3·N floats for Batch Norm. */
INLINE int64_t rowsAtOnce(const Sequence& s, int64_t rows) {
  return rows == s.batch ? rows * stepsAhead(s) : rows;
}

int64_t sequenceScratch(const Sequence& s, int64_t rows) {
  return packedProductScratch(rowsAtOnce(s, rows)) + 12 * s.units;
}

INLINE float* columnScratch(const Sequence& s, int64_t rows, float* scratch) {
  return scratch + packedProductScratch(rowsAtOnce(s, rows));
}

/** One of the three normalised products: where its values, gains and statistics lie. */
struct Norm {
  float* normed;
  const float* gamma;
  float* stat;
  float* variance;
  /** Columns. */
  int64_t n;
  int64_t groups;
  float* dGamma;
  float* dBeta;
};

INLINE Norm normOfX(const Sequence& s) {
  return {s.normedX, s.gammaX, s.statX, s.varianceX, 4 * s.units, s.groups, s.gammaXGradient, nullptr};
}
INLINE Norm normOfH(const Sequence& s) {
  return {s.normedH, s.gammaH, s.statH, s.varianceH, 4 * s.units, s.groups, s.gammaHGradient, nullptr};
}
INLINE Norm normOfC(const Sequence& s) {
  return {s.normedC, s.gammaC, s.statC, s.varianceC, s.units, 1, s.gammaCGradient, s.betaCGradient};
}

INLINE const float* countedRows(const Sequence& s, int64_t t) {
  return s.validRows ? s.mask + t * s.batch : nullptr;
}

/** Normalises step t, each of the groups of a row by itself (Layer Norm) or each column (Batch Norm). */
void normalizeStep(const Sequence& s, const Norm& norm, int64_t t, int64_t b0, int64_t b1, float* scratch) {
  const int64_t n = norm.n;
  if (s.normalizer == LAYER) {
    const int64_t size = n / norm.groups;
    for (int64_t row = t * s.batch + b0; row < t * s.batch + b1; row++)
      for (int64_t g = 0; g < norm.groups; g++)
        norm.stat[row * norm.groups + g] = normalizeRow(norm.normed + row * n + g * size, size, s.epsilon);
    return;
  }
  float* first = norm.normed + t * s.batch * n;
  float* mean = norm.stat + t * n;
  float* variance = norm.variance + t * n;
  if (!s.population) columnMoments(first, s.batch, n, countedRows(s, t), mean, variance);
  normalizeColumnsOf(first, s.batch, n, mean, variance, s.epsilon, scratch);
}

/** The gradient of `normalizeStep`, into `normed`, for the gradient d [B,n] of γ ⊙ normed + β. */
void normalizeStepBackward(const Sequence& s, const Norm& norm, int64_t t, int64_t b0, int64_t b1, const float* d,
                           float* scratch) {
  const int64_t n = norm.n;
  if (s.normalizer == LAYER) {
    const int64_t size = n / norm.groups;
    for (int64_t b = b0; b < b1; b++) {
      const int64_t row = t * s.batch + b;
      const int64_t sums = b / ROW_GROUP * n;
      for (int64_t o = 0; o < n; o += size)
        normalizeRowBackward(norm.normed + row * n + o, d + b * n + o, norm.gamma + o, size,
                             norm.stat[row * norm.groups + o / size], norm.dGamma + sums + o,
                             norm.dBeta ? norm.dBeta + sums + o : nullptr);
    }
    return;
  }
  normalizeColumnsOfBackward(norm.normed + t * s.batch * n, d, norm.gamma, s.batch, n, countedRows(s, t),
                             norm.variance + t * n, s.epsilon, s.population, norm.dGamma, norm.dBeta, scratch);
}

/** x·kernel for steps [t0,t1), normalised. */
void inputProduct(const Sequence& s, int64_t t0, int64_t t1, int64_t b0, int64_t b1, float* scratch) {
  const bool whole = b1 - b0 == s.batch;
  const int64_t n = 4 * s.units;
  float* target = s.normalizer == NONE ? s.gates : s.normedX;
  const int64_t pieces = whole ? 1 : t1 - t0;
  const int64_t rows = whole ? (t1 - t0) * s.batch : b1 - b0;
  for (int64_t p = 0; p < pieces; p++) {
    const int64_t first = (t0 + p) * s.batch + b0;
    packedProduct(rows, n, s.inputSize, s.x + first * s.inputSize, s.inputSize, s.packedKernel, target + first * n, n,
                  false, scratch);
  }
  if (s.normalizer != NONE)
    for (int64_t t = t0; t < t1; t++)
      normalizeStep(s, normOfX(s), t, b0, b1, columnScratch(s, b1 - b0, scratch));
}

void sequenceForward(const Sequence& s, int64_t t0, int64_t t1, int64_t b0, int64_t b1, float* scratch) {
  const int64_t units = s.units;
  const int64_t n = 4 * units;
  const int64_t block = stepsAhead(s);
  float* columns = columnScratch(s, b1 - b0, scratch);
  for (int64_t t = t0; t < t1; t++) {
    if ((t - t0) % block == 0) inputProduct(s, t, least(t1, t + block), b0, b1, scratch);
    const int64_t first = t * s.batch;
    const float* h = s.h + first * units;
    if (s.recurrentDropout) {
      const int64_t o = b0 * units;
      multiplyArrays(h + o, s.recurrentDropout + o, (b1 - b0) * units, s.dropped + o);
      h = s.dropped;
    }
    const bool plain = s.normalizer == NONE;
    packedProduct(b1 - b0, n, units, h + b0 * units, units, s.packedRecurrent,
                  (plain ? s.gates : s.normedH) + (first + b0) * n, n, plain, scratch);
    if (plain) {
      plainForward(s, t, b0, b1);
      continue;
    }
    normalizeStep(s, normOfH(s), t, b0, b1, columns);
    normedGates(s, t, b0, b1);
    normalizeStep(s, normOfC(s), t, b0, b1, columns);
    normedHidden(s, t, b0, b1);
  }
}

/** hiddenGradient += dropped ⊙ recurrentDropout for rows [b0,b1). */
void addDropped(const Sequence& s, int64_t b0, int64_t b1) {
  const int64_t o = b0 * s.units;
  eachVector((b1 - b0) * s.units, [&](int64_t j, auto lanes) INLINE_LAMBDA {
    float* p = s.hiddenGradient + o + j;
    store(p, madd(load(s.dropped + o + j, lanes), load(s.recurrentDropout + o + j, lanes), load(p, lanes)), lanes);
  });
}

void sequenceBackward(const Sequence& s, int64_t t0, int64_t t1, int64_t b0, int64_t b1, float* scratch) {
  const int64_t units = s.units;
  const int64_t n = 4 * units;
  float* columns = columnScratch(s, b1 - b0, scratch);
  for (int64_t t = t1 - 1; t >= t0; t--) {
    const int64_t first = t * s.batch;
    const float* da = s.gates + first * n;
    const float* through = s.gates;
    if (s.normalizer == NONE)
      plainBackward(s, t, b0, b1);
    else {
      through = s.normedH;
      normedHiddenBackward(s, t, b0, b1);
      normalizeStepBackward(s, normOfC(s), t, b0, b1, s.dropped, columns);
      normedGatesBackward(s, t, b0, b1);
      normalizeStepBackward(s, normOfX(s), t, b0, b1, da, columns);
      normalizeStepBackward(s, normOfH(s), t, b0, b1, da, columns);
    }
    const bool direct = !s.recurrentDropout;
    packedProduct(b1 - b0, units, n, through + (first + b0) * n, n, s.packedRecurrent,
                  (direct ? s.hiddenGradient : s.dropped) + b0 * units, units, direct, scratch);
    if (!direct) addDropped(s, b0, b1);
  }
}

/** The depth of a block of the weight gradients: the sums in C are then read and written seldom. */
constexpr int64_t GRADIENT_DEPTH = 512;

int64_t weightGradientsScratch(const Sequence& s) {
  return GRADIENT_DEPTH * (s.units + s.inputSize + PANEL) + 2 * PACK_SLACK + 2 * PANEL;
}

/** One panel's part of dBias: the sums of its columns. */
INLINE void addColumnSums(const float* panel, int64_t depth, float* sums) {
  Vector left = splat(0);
  Vector right = splat(0);
  for (int64_t k = 0; k < depth; k++) {
    left = add(left, load(panel + k * PANEL));
    right = add(right, load(panel + k * PANEL + WIDTH));
  }
  store(sums, left);
  store(sums + WIDTH, right);
}

void weightGradients(const Sequence& s, int64_t steps, int64_t n0, int64_t n1, float* dKernel, float* dRecurrent,
                     float* dBias, float* scratch) {
  const int64_t units = s.units;
  const int64_t n = 4 * units;
  const int64_t rows = steps * s.batch;
  const bool plain = s.normalizer == NONE;
  float* packedH = scratch;
  float* packedX = packedH + GRADIENT_DEPTH * units + PACK_SLACK;
  float* panel = packedX + GRADIENT_DEPTH * s.inputSize + PACK_SLACK;
  float* sums = panel + GRADIENT_DEPTH * PANEL;
  for (int64_t kb = 0; kb < rows; kb += GRADIENT_DEPTH) {
    const int64_t depth = least(GRADIENT_DEPTH, rows - kb);
    const RowFactors dropout = {s.recurrentDropout, units, s.batch, kb};
    packColumns(units, depth, s.h + kb * units, units, s.recurrentDropout ? &dropout : nullptr, packedH);
    packColumns(s.inputSize, depth, s.x + kb * s.inputSize, s.inputSize, nullptr, packedX);
    for (int64_t j = n0; j < n1; j += PANEL) {
      const int64_t columns = least(PANEL, n1 - j);
      packPanel(depth, columns, s.gates + kb * n + j, n, nullptr, panel);
      addColumnSums(panel, depth, sums);
      eachVector(columns, [&](int64_t v, auto lanes) INLINE_LAMBDA {
        const Vector sum = load(sums + v, lanes);
        store(dBias + j + v, kb > 0 ? add(load(dBias + j + v, lanes), sum) : sum, lanes);
      });
      if (!plain) packPanel(depth, columns, s.normedH + kb * n + j, n, nullptr, panel);
      panelProduct(units, depth, packedH, panel, dRecurrent + j, n, kb > 0, columns, false);
      if (!plain) packPanel(depth, columns, s.normedX + kb * n + j, n, nullptr, panel);
      panelProduct(s.inputSize, depth, packedX, panel, dKernel + j, n, kb > 0, columns, false);
    }
  }
}

}  // namespace
