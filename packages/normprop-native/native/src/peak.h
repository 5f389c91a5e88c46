// Multiply-adds in registers alone: what no product can pass.
#pragma once

namespace {

/** Chains of multiply-adds, enough to hide the latency of each. */
constexpr int CHAINS = 12;

int64_t peakOperations() { return 2 * CHAINS * WIDTH; }

/** c ← c·a + b, `rounds` times in each chain. */
float peak(int64_t rounds, float a, float b) {
  const Vector x = splat(a);
  const Vector y = splat(b);
  Vector c[CHAINS];
  UNROLL for (int i = 0; i < CHAINS; i++) c[i] = splat(static_cast<float>(i));
  for (int64_t r = 0; r < rounds; r++)
    UNROLL for (int i = 0; i < CHAINS; i++) c[i] = madd(c[i], x, y);
  for (int i = 1; i < CHAINS; i++) c[0] = add(c[0], c[i]);
  return sumOf(c[0]);
}

}  // namespace
