// Activations and softmax over whole arrays.
#pragma once

namespace {

void multiplyArrays(const float* a, const float* b, int64_t n, float* out) {
  eachVector(n, [&](int64_t j, auto lanes)
                  INLINE_LAMBDA { store(out + j, mul(load(a + j, lanes), load(b + j, lanes)), lanes); });
}

void sigmoidArray(const float* x, int64_t n, float* out) {
  eachVector(n, [&](int64_t j, auto lanes) INLINE_LAMBDA { store(out + j, sigmoidOf(load(x + j, lanes)), lanes); });
}

void tanhArray(const float* x, int64_t n, float* out) {
  eachVector(n, [&](int64_t j, auto lanes) INLINE_LAMBDA { store(out + j, tanhOf(load(x + j, lanes)), lanes); });
}

INLINE float largest(const float* row, int64_t n) {
  float top = row[0];
  int64_t j = 0;
  if (n >= WIDTH) {
    Vector v = load(row);
    for (j = WIDTH; j + WIDTH <= n; j += WIDTH) v = atLeast(load(row + j), v);
    top = largestOf(v);
  }
  for (; j < n; j++)
    if (row[j] > top) top = row[j];
  return top;
}

double softmaxRows(const float* logits, const int32_t* targets, int64_t rows, int64_t classes, float* gradient,
                   float share) {
  double total = 0;
  for (int64_t r = 0; r < rows; r++) {
    const float* row = logits + r * classes;
    float* out = gradient ? gradient + r * classes : nullptr;
    const float top = largest(row, classes);
    Vector sums = splat(0);
    eachVector(classes, [&](int64_t j, auto lanes) INLINE_LAMBDA {
      const Vector e = onlyLanes(expNegative(sub(load(row + j, lanes), splat(top))), lanes);
      sums = add(sums, e);
      if (out) store(out + j, e, lanes);
    });
    const float sum = sumOf(sums);
    total += std::log(static_cast<double>(sum)) + top - row[targets[r]];
    if (!out) continue;
    const Vector scale = splat(share / sum);
    eachVector(classes,
               [&](int64_t j, auto lanes) INLINE_LAMBDA { store(out + j, mul(load(out + j, lanes), scale), lanes); });
    out[targets[r]] -= share;
  }
  return total;
}

}  // namespace
