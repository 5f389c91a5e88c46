// Weight normalisation of columns, γ ⊙ W/‖W column‖, and its gradient, for W [rows,columns].
#pragma once

namespace {

/** Rows summed before they join the total, so that rounding stays small. */
constexpr int64_t SUM_ROWS = 128;

/** out[j] = Σ over rows of a[row][j]·b[row][j]. */
void columnDots(const float* a, const float* b, int64_t rows, int64_t columns, float* out) {
  eachVector(columns, [&](int64_t j, auto lanes) INLINE_LAMBDA {
    Vector total = splat(0);
    for (int64_t r = 0; r < rows; r += SUM_ROWS) {
      Vector sum = splat(0);
      const int64_t end = least(rows, r + SUM_ROWS);
      for (int64_t k = r; k < end; k++)
        sum = madd(load(a + k * columns + j, lanes), load(b + k * columns + j, lanes), sum);
      total = add(total, sum);
    }
    store(out + j, total, lanes);
  });
}

void inverseColumnNorms(const float* w, int64_t rows, int64_t columns, float* out) {
  columnDots(w, w, rows, columns, out);
  eachVector(columns, [&](int64_t j, auto lanes) INLINE_LAMBDA {
    const Vector squares = load(out + j, lanes);
    store(out + j, zeroWhereZero(div(splat(1), root(squares)), squares), lanes);
  });
}

void normalizeColumnsBackward(const float* w, int64_t rows, int64_t columns, const float* gamma, const float* inverse,
                              const float* d, float* out, float* dGamma) {
  columnDots(w, d, rows, columns, dGamma);
  multiplyArrays(dGamma, inverse, columns, dGamma);
  for (int64_t r = 0; r < rows; r++) {
    const int64_t o = r * columns;
    eachVector(columns, [&](int64_t j, auto lanes) INLINE_LAMBDA {
      const Vector norm = load(inverse + j, lanes);
      const Vector unit = mul(load(w + o + j, lanes), norm);
      const Vector rest = sub(load(d + o + j, lanes), mul(unit, load(dGamma + j, lanes)));
      store(out + o + j, mul(mul(norm, load(gamma + j, lanes)), rest), lanes);
    });
  }
}

}  // namespace
