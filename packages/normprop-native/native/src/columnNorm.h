// Batch Norm of one step: every column of [rows,n] by its own mean and variance over the rows, in place.
#pragma once

#include <cstring>

namespace {

INLINE void clear(float* p, int64_t n) { std::memset(p, 0, static_cast<size_t>(n) * sizeof(float)); }

INLINE void scaleBy(float* p, int64_t n, float a) {
  eachVector(n, [&](int64_t j, auto lanes) INLINE_LAMBDA { store(p + j, mul(load(p + j, lanes), splat(a)), lanes); });
}

INLINE bool counts(const float* mask, int64_t row) { return !mask || mask[row] != 0; }

/** One part of a mean: 1 over the number of rows that count (all, or those whose mask is not 0; at least 1). */
INLINE float shareOf(int64_t rows, const float* mask) {
  int64_t number = 0;
  for (int64_t b = 0; b < rows; b++) number += counts(mask, b);
  return 1.0f / static_cast<float>(number > 1 ? number : 1);
}

/** Mean and biased variance of each column over the rows that count. */
void columnMoments(const float* z, int64_t rows, int64_t n, const float* mask, float* mean, float* variance) {
  const float share = shareOf(rows, mask);
  clear(mean, n);
  clear(variance, n);
  for (int64_t b = 0; b < rows; b++) {
    if (!counts(mask, b)) continue;
    const float* row = z + b * n;
    eachVector(n, [&](int64_t j, auto lanes)
                    INLINE_LAMBDA { store(mean + j, add(load(mean + j, lanes), load(row + j, lanes)), lanes); });
  }
  scaleBy(mean, n, share);
  for (int64_t b = 0; b < rows; b++) {
    if (!counts(mask, b)) continue;
    const float* row = z + b * n;
    eachVector(n, [&](int64_t j, auto lanes) INLINE_LAMBDA {
      const Vector d = sub(load(row + j, lanes), load(mean + j, lanes));
      store(variance + j, madd(d, d, load(variance + j, lanes)), lanes);
    });
  }
  scaleBy(variance, n, share);
}

/** out ← 1/√(variance + ε). */
INLINE void inverseDeviation(const float* variance, int64_t n, float epsilon, float* out) {
  eachVector(n, [&](int64_t j, auto lanes) INLINE_LAMBDA {
    store(out + j, div(splat(1), root(add(load(variance + j, lanes), splat(epsilon)))), lanes);
  });
}

/** z ← (z − mean)/√(variance + ε); scratch holds n floats. */
void normalizeColumnsOf(float* z, int64_t rows, int64_t n, const float* mean, const float* variance, float epsilon,
                        float* scratch) {
  inverseDeviation(variance, n, epsilon, scratch);
  for (int64_t b = 0; b < rows; b++) {
    float* row = z + b * n;
    eachVector(n, [&](int64_t j, auto lanes) INLINE_LAMBDA {
      store(row + j, mul(sub(load(row + j, lanes), load(mean + j, lanes)), load(scratch + j, lanes)), lanes);
    });
  }
}

/**
 * normed ← γ/σ·(d − [row counts]·(mean(d) + normed·mean(d·normed))); with given statistics (population) γ/σ·d.
 * Adds Σ d ⊙ normed to dGamma and Σ d to dBeta (unless there is none). Scratch holds 3·n floats.
 */
void normalizeColumnsOfBackward(float* normed, const float* d, const float* gamma, int64_t rows, int64_t n,
                                const float* mask, const float* variance, float epsilon, bool population, float* dGamma,
                                float* dBeta, float* scratch) {
  float* sum = scratch;
  float* dot = scratch + n;
  float* scale = dot + n;
  clear(scratch, 2 * n);
  for (int64_t b = 0; b < rows; b++) {
    const float* x = normed + b * n;
    const float* g = d + b * n;
    eachVector(n, [&](int64_t j, auto lanes) INLINE_LAMBDA {
      const Vector v = load(g + j, lanes);
      store(sum + j, add(load(sum + j, lanes), v), lanes);
      store(dot + j, madd(v, load(x + j, lanes), load(dot + j, lanes)), lanes);
    });
  }
  eachVector(n, [&](int64_t j, auto lanes) INLINE_LAMBDA {
    store(dGamma + j, add(load(dGamma + j, lanes), load(dot + j, lanes)), lanes);
    if (dBeta) store(dBeta + j, add(load(dBeta + j, lanes), load(sum + j, lanes)), lanes);
  });
  scaleBy(sum, 2 * n, shareOf(rows, mask));
  inverseDeviation(variance, n, epsilon, scale);
  eachVector(n, [&](int64_t j, auto lanes)
                  INLINE_LAMBDA { store(scale + j, mul(load(scale + j, lanes), load(gamma + j, lanes)), lanes); });
  for (int64_t b = 0; b < rows; b++) {
    float* x = normed + b * n;
    const float* g = d + b * n;
    const bool centred = !population && counts(mask, b);
    eachVector(n, [&](int64_t j, auto lanes) INLINE_LAMBDA {
      Vector v = load(g + j, lanes);
      if (centred) v = sub(sub(v, load(sum + j, lanes)), mul(load(x + j, lanes), load(dot + j, lanes)));
      store(x + j, mul(v, load(scale + j, lanes)), lanes);
    });
  }
}

}  // namespace
