// All kernels for the instruction set whose vectors were included before; defines its table NAME.
#pragma once

#include <cmath>
#include <cstring>

#include "math.h"
// in this order: each uses those above
#include "pack.h"
#include "gemm.h"
#include "elementwise.h"
#include "columns.h"
#include "optimizer.h"
#include "peak.h"
#include "rowNorm.h"
#include "columnNorm.h"
#include "cellPlain.h"
#include "cellNormed.h"
#include "lstm.h"

namespace {

void productOf(int64_t m, int64_t n, int64_t k, const float* a, int64_t lda, bool transposeA, const float* b,
               int64_t ldb, bool transposeB, float* c, int64_t ldc, bool adds, float* scratch) {
  product(m, n, k, {a, lda, transposeA}, {b, ldb, transposeB}, c, ldc, adds, scratch);
}

int64_t scratchOfPackedProduct(int64_t m) { return packedProductScratch(m); }
int64_t scratchOfProduct() { return productScratch(); }

constexpr Kernels tableNamed(const char* name) {
  return {name,
          PANEL,
          packedSize,
          packWhole,
          packedProduct,
          scratchOfPackedProduct,
          productOf,
          scratchOfProduct,
          sequenceForward,
          sequenceBackward,
          sequenceScratch,
          weightGradients,
          weightGradientsScratch,
          sigmoidArray,
          tanhArray,
          inverseColumnNorms,
          multiplyArrays,
          normalizeColumnsBackward,
          softmaxRows,
          adamStep,
          columnSquares,
          peak,
          peakOperations};
}

}  // namespace
