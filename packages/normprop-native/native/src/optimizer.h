// What follows the gradients in an update, in float64: the same operations in the same order as normprop-kernels' reference, so the same bits.
#pragma once

#include <cmath>

namespace {

/** Adam's update of n values; the arrays written are not those read. */
void adamStep(int64_t n, const AdamFactors& f, const float* value, const float* first, const float* second,
              const float* gradient, float* newValue, float* newFirst, float* newSecond) {
  const double take1 = 1 - f.beta1;
  const double take2 = 1 - f.beta2;
  int64_t i = 0;
  for (; i + DOUBLES <= n; i += DOUBLES) {
    const Doubles g = loadAsDoubles(gradient + i);
    const Doubles m = add(mul(splatDouble(f.beta1), loadAsDoubles(first + i)), mul(splatDouble(take1), g));
    const Doubles v = add(mul(splatDouble(f.beta2), loadAsDoubles(second + i)), mul(mul(splatDouble(take2), g), g));
    const Doubles divisor = add(mul(splatDouble(f.root), root(v)), splatDouble(f.epsilon));
    storeAsFloats(newFirst + i, m);
    storeAsFloats(newSecond + i, v);
    storeAsFloats(newValue + i, sub(loadAsDoubles(value + i), div(mul(splatDouble(f.step), m), divisor)));
  }
  for (; i < n; i++) {
    const double g = gradient[i];
    const double m = f.beta1 * first[i] + take1 * g;
    const double v = f.beta2 * second[i] + take2 * g * g;
    newFirst[i] = static_cast<float>(m);
    newSecond[i] = static_cast<float>(v);
    newValue[i] = static_cast<float>(value[i] - f.step * m / (f.root * std::sqrt(v) + f.epsilon));
  }
}

/** Σ over the rows of w² for each column of W [rows,columns]. */
void columnSquares(const float* w, int64_t rows, int64_t columns, double* squares) {
  for (int64_t j = 0; j < columns; j++) squares[j] = 0;
  for (int64_t r = 0; r < rows; r++) {
    const float* row = w + r * columns;
    int64_t j = 0;
    for (; j + DOUBLES <= columns; j += DOUBLES) {
      const Doubles v = loadAsDoubles(row + j);
      store(squares + j, add(load(squares + j), mul(v, v)));
    }
    for (; j < columns; j++) squares[j] += static_cast<double>(row[j]) * row[j];
  }
}

}  // namespace
