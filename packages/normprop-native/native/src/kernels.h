// What one instruction set offers; the functions know nothing of JavaScript, of threads or of where memory comes from.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sequence.h"

/** Factors of one update of one variable. */
struct AdamFactors {
  double beta1;
  double beta2;
  /** η/(1 − β₁ᵗ). */
  double step;
  /** 1/√(1 − β₂ᵗ). */
  double root;
  double epsilon;
};

struct Kernels {
  /** As kernelInfo() names it. */
  const char* name;
  /** Columns that a slice of `weightGradients` has to be a multiple of. */
  int64_t panel;

  /** Floats of B [k,n] packed whole. */
  int64_t (*packedSize)(int64_t k, int64_t n);
  /** B [k,n] for all products with it; stored row-major, or as its transpose [n,k], its stored columns times `scale`. */
  void (*packWhole)(int64_t k, int64_t n, const float* b, int64_t ldb, bool transposed, const float* scale, float* out);
  /** C[m,n] (+)= A[m,k]·B, A row-major, B packed whole. */
  void (*packedProduct)(int64_t m, int64_t n, int64_t k, const float* a, int64_t lda, const float* b, float* c,
                        int64_t ldc, bool adds, float* scratch);
  int64_t (*packedProductScratch)(int64_t m);
  /** C[m,n] (+)= op(A)·op(B), as they lie. */
  void (*product)(int64_t m, int64_t n, int64_t k, const float* a, int64_t lda, bool transposeA, const float* b,
                  int64_t ldb, bool transposeB, float* c, int64_t ldc, bool adds, float* scratch);
  int64_t (*productScratch)();

  /** Steps [t0,t1) forward, rows [b0,b1). */
  void (*forward)(const Sequence& s, int64_t t0, int64_t t1, int64_t b0, int64_t b1, float* scratch);
  /** Steps t1−1 down to t0 backward, rows [b0,b1). */
  void (*backward)(const Sequence& s, int64_t t0, int64_t t1, int64_t b0, int64_t b1, float* scratch);
  /** Floats of scratch for `forward` and `backward` of so many rows. */
  int64_t (*sequenceScratch)(const Sequence& s, int64_t rows);
  /** Columns [n0,n1) of dKernel [D,N], dRecurrent [H,N] and dBias [N] from da of all steps. */
  void (*weightGradients)(const Sequence& s, int64_t steps, int64_t n0, int64_t n1, float* dKernel, float* dRecurrent,
                          float* dBias, float* scratch);
  int64_t (*weightGradientsScratch)(const Sequence& s);

  void (*sigmoid)(const float* x, int64_t n, float* out);
  void (*tanh)(const float* x, int64_t n, float* out);
  /** 1/‖column‖ of W [rows,columns], 0 for a column of zeros. */
  void (*inverseColumnNorms)(const float* w, int64_t rows, int64_t columns, float* out);
  /** out ← a ⊙ b. */
  void (*multiply)(const float* a, const float* b, int64_t n, float* out);
  /** `d`, the gradient of γ ⊙ W/‖W column‖, becomes that of W in `out`; dGamma [columns] is written. */
  void (*normalizeColumnsBackward)(const float* w, int64_t rows, int64_t columns, const float* gamma,
                                   const float* inverse, const float* d, float* out, float* dGamma);
  /** Σ over the rows of −log softmax(logits)[target]; with `gradient` also share·(softmax − onehot). */
  double (*softmaxRows)(const float* logits, const int32_t* targets, int64_t rows, int64_t classes, float* gradient,
                        float share);
  /** Adam's update of n values, in float64; the arrays written are not those read. */
  void (*adamStep)(int64_t n, const AdamFactors& factors, const float* value, const float* first, const float* second,
                   const float* gradient, float* newValue, float* newFirst, float* newSecond);
  /** Σ over the rows of w², in float64. */
  void (*columnSquares)(const float* w, int64_t rows, int64_t columns, double* squares);
  /** Multiply-adds in registers alone, `rounds` times `peakOperations`: the speed that no product can pass. */
  float (*peak)(int64_t rounds, float a, float b);
  int64_t (*peakOperations)();
};

extern const Kernels AVX512;
extern const Kernels AVX2;
extern const Kernels NEON;
