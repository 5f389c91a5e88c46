// Loops over rows of floats, and exp, sigmoid and tanh: the same formulas and coefficients as the WebAssembly kernels
// (normprop-kernels/assembly/math.ts; normprop-kernels/bench/fit-exp.mjs finds the coefficients).
#pragma once

#include <cstddef>
#include <cstdint>

namespace {

/** Calls body(j, lanes) for j = 0, WIDTH, 2·WIDTH … below n; `lanes` says how many of them count. */
template <class Body>
INLINE void eachVector(int64_t n, Body body) {
  int64_t j = 0;
  for (; j + WIDTH <= n; j += WIDTH) body(j, Full());
  if (j < n) body(j, Tail(static_cast<int>(n - j)));
}

/** 1.5·2^23: adding it rounds a float to an integer that stands in the low bits of the sum. */
constexpr float ROUND = 12582912.0f;
constexpr float LOG2E = 1.4426950408889634f;

/** (2^f − 1)/f for f in [−1/2, 1/2], degree 5, relative error 1.1e-8. */
INLINE Vector exp2Quotient(Vector f) {
  Vector q = splat(0.0001540351218795096f);
  q = madd(q, f, splat(0.0013390849847073347f));
  q = madd(q, f, splat(0.009618237929448834f));
  q = madd(q, f, splat(0.05550357219969194f));
  q = madd(q, f, splat(0.24022649789542522f));
  return madd(q, f, splat(0.6931471879708364f));
}

/** 2^y for y in [−126, 127]; NaN stays NaN. */
INLINE Vector exp2Of(Vector y) {
  const Vector rounded = add(y, splat(ROUND));
  const Vector f = sub(y, sub(rounded, splat(ROUND)));
  const Vector s = power(rounded);
  return madd(mul(f, exp2Quotient(f)), s, s);
}

/** e^x for x ≤ 0; below −87 it stays at e^−87. */
INLINE Vector expNegative(Vector x) { return exp2Of(atLeast(mul(x, splat(LOG2E)), splat(-126.0f))); }

/** 1/(1 + e^−x). */
INLINE Vector sigmoidOf(Vector x) {
  const Vector y = atLeast(atMost(mul(x, splat(-LOG2E)), splat(126.0f)), splat(-126.0f));
  return div(splat(1.0f), add(splat(1.0f), exp2Of(y)));
}

/** A gate's value: sigmoid, or with `hard` clip(0.2 x + 0.5, 0, 1). */
INLINE Vector gateOf(Vector x, bool hard) {
  if (!hard) return sigmoidOf(x);
  return atLeast(atMost(madd(x, splat(0.2f), splat(0.5f)), splat(1)), splat(0));
}

/** The slope of `gateOf` from its value s: s(1 − s), or 0.2 strictly between 0 and 1. */
INLINE Vector gateSlope(Vector s, bool hard) {
  const Vector soft = mul(s, sub(splat(1), s));
  return hard ? zeroWhereZero(splat(0.2f), soft) : soft;
}

/** tanh x = E/(E + 2) with E = e^2x − 1 computed without cancellation, so that small x keep their digits. */
INLINE Vector tanhOf(Vector x) {
  const Vector y = atLeast(atMost(mul(x, splat(2.0f * LOG2E)), splat(30.0f)), splat(-30.0f));
  const Vector rounded = add(y, splat(ROUND));
  const Vector f = sub(y, sub(rounded, splat(ROUND)));
  const Vector s = power(rounded);
  const Vector e = madd(mul(f, exp2Quotient(f)), s, sub(s, splat(1.0f)));
  return div(e, add(e, splat(2.0f)));
}

}  // namespace
