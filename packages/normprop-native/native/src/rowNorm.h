// Layer Norm of one row, forward and backward, in place.
#pragma once

#include <cmath>

namespace {

/** z ← (z − μ)/√(σ² + ε) over n floats; returns 1/√(σ² + ε). */
float normalizeRow(float* z, int64_t n, float epsilon) {
  Vector sum = splat(0);
  eachVector(n, [&](int64_t j, auto lanes) INLINE_LAMBDA { sum = add(sum, load(z + j, lanes)); });
  const float average = sumOf(sum) / static_cast<float>(n);
  const Vector mean = splat(average);
  Vector squares = splat(0);
  eachVector(n, [&](int64_t j, auto lanes) INLINE_LAMBDA {
    const Vector v = onlyLanes(sub(load(z + j, lanes), mean), lanes);
    squares = madd(v, v, squares);
  });
  const float inverse = 1.0f / std::sqrt(sumOf(squares) / static_cast<float>(n) + epsilon);
  const Vector scale = splat(inverse);
  eachVector(n, [&](int64_t j, auto lanes)
                  INLINE_LAMBDA { store(z + j, mul(sub(load(z + j, lanes), mean), scale), lanes); });
  return inverse;
}

/**
 * normed ← (dγ − mean(dγ) − normed·mean(dγ·normed))/σ with dγ = d ⊙ gamma: the gradient of the row before `normalizeRow`.
 * Adds d ⊙ normed to `dGamma` and d to `dBeta` (unless there is none).
 */
void normalizeRowBackward(float* normed, const float* d, const float* gamma, int64_t n, float inverse, float* dGamma,
                          float* dBeta) {
  Vector sum = splat(0);
  Vector dot = splat(0);
  eachVector(n, [&](int64_t j, auto lanes) INLINE_LAMBDA {
    const Vector x = load(normed + j, lanes);
    const Vector g = load(d + j, lanes);
    store(dGamma + j, madd(g, x, load(dGamma + j, lanes)), lanes);
    if (dBeta) store(dBeta + j, add(g, load(dBeta + j, lanes)), lanes);
    const Vector scaled = mul(g, load(gamma + j, lanes));
    sum = add(sum, scaled);
    dot = madd(scaled, x, dot);
  });
  const Vector meanSum = splat(sumOf(sum) / static_cast<float>(n));
  const Vector meanDot = splat(sumOf(dot) / static_cast<float>(n));
  const Vector scale = splat(inverse);
  eachVector(n, [&](int64_t j, auto lanes) INLINE_LAMBDA {
    const Vector x = load(normed + j, lanes);
    const Vector scaled = mul(load(d + j, lanes), load(gamma + j, lanes));
    store(normed + j, mul(scale, sub(sub(scaled, meanSum), mul(x, meanDot))), lanes);
  });
}

}  // namespace
