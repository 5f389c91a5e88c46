// Eight floats at a time, for processors with AVX2 and FMA. Included after the instruction set was switched on (see avx2.cpp).
#pragma once

namespace {

using Vector = __m256;
constexpr int WIDTH = 8;
/** Rows of the largest tile: 12 sums, 2 vectors of B and 1 value of A fill 15 of the 16 registers. */
constexpr int TILE_ROWS = 6;

/** All lanes. */
struct Full {};
/** The first lanes only. */
struct Tail {
  __m256i mask;
  explicit Tail(int lanes)
      : mask(_mm256_cmpgt_epi32(_mm256_set1_epi32(lanes), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7))) {}
};

INLINE Vector splat(float a) { return _mm256_set1_ps(a); }
INLINE Vector load(const float* p) { return _mm256_loadu_ps(p); }
INLINE Vector load(const float* p, Full) { return _mm256_loadu_ps(p); }
INLINE Vector load(const float* p, Tail tail) { return _mm256_maskload_ps(p, tail.mask); }
INLINE void store(float* p, Vector v) { _mm256_storeu_ps(p, v); }
INLINE void store(float* p, Vector v, Full) { _mm256_storeu_ps(p, v); }
INLINE void store(float* p, Vector v, Tail tail) { _mm256_maskstore_ps(p, tail.mask, v); }
/** v with 0 in the lanes that do not count. */
INLINE Vector onlyLanes(Vector v, Full) { return v; }
INLINE Vector onlyLanes(Vector v, Tail tail) { return _mm256_and_ps(v, _mm256_castsi256_ps(tail.mask)); }
INLINE Vector add(Vector a, Vector b) { return _mm256_add_ps(a, b); }
INLINE Vector sub(Vector a, Vector b) { return _mm256_sub_ps(a, b); }
INLINE Vector mul(Vector a, Vector b) { return _mm256_mul_ps(a, b); }
INLINE Vector div(Vector a, Vector b) { return _mm256_div_ps(a, b); }
INLINE Vector root(Vector a) { return _mm256_sqrt_ps(a); }
/** a·b + c, rounded once. */
INLINE Vector madd(Vector a, Vector b, Vector c) { return _mm256_fmadd_ps(a, b, c); }
/** The smaller one; where v is NaN, NaN. */
INLINE Vector atMost(Vector v, Vector bound) { return _mm256_min_ps(bound, v); }
/** The larger one; where v is NaN, NaN. */
INLINE Vector atLeast(Vector v, Vector bound) { return _mm256_max_ps(bound, v); }
/** v, and 0 in the lanes where `test` is 0. */
INLINE Vector zeroWhereZero(Vector v, Vector test) {
  return _mm256_and_ps(v, _mm256_cmp_ps(test, _mm256_setzero_ps(), _CMP_NEQ_UQ));
}
/** 2^n from 1.5·2^23 + n. */
INLINE Vector power(Vector rounded) {
  return _mm256_castsi256_ps(
      _mm256_add_epi32(_mm256_slli_epi32(_mm256_castps_si256(rounded), 23), _mm256_set1_epi32(0x3f800000)));
}
INLINE float sumOf(Vector v) {
  const __m128 four = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
  const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps(two, two, 1)));
}
INLINE float largestOf(Vector v) {
  const __m128 four = _mm_max_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
  const __m128 two = _mm_max_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_max_ss(two, _mm_shuffle_ps(two, two, 1)));
}
/** The square of WIDTH rows with rows and columns exchanged. */
INLINE void exchange(Vector rows[WIDTH]) {
  Vector t[WIDTH];
  for (int i = 0; i < 8; i += 2) {
    t[i] = _mm256_unpacklo_ps(rows[i], rows[i + 1]);
    t[i + 1] = _mm256_unpackhi_ps(rows[i], rows[i + 1]);
  }
  for (int i = 0; i < 8; i += 4) {
    rows[i] = _mm256_shuffle_ps(t[i], t[i + 2], 0x44);
    rows[i + 1] = _mm256_shuffle_ps(t[i], t[i + 2], 0xee);
    rows[i + 2] = _mm256_shuffle_ps(t[i + 1], t[i + 3], 0x44);
    rows[i + 3] = _mm256_shuffle_ps(t[i + 1], t[i + 3], 0xee);
  }
  for (int i = 0; i < 4; i++) {
    t[i] = _mm256_permute2f128_ps(rows[i], rows[i + 4], 0x20);
    t[i + 4] = _mm256_permute2f128_ps(rows[i], rows[i + 4], 0x31);
  }
  for (int i = 0; i < 8; i++) rows[i] = t[i];
}

/** Four float64, from and to floats. */
using Doubles = __m256d;
constexpr int DOUBLES = 4;
INLINE Doubles splatDouble(double a) { return _mm256_set1_pd(a); }
INLINE Doubles loadAsDoubles(const float* p) { return _mm256_cvtps_pd(_mm_loadu_ps(p)); }
INLINE void storeAsFloats(float* p, Doubles v) { _mm_storeu_ps(p, _mm256_cvtpd_ps(v)); }
INLINE Doubles load(const double* p) { return _mm256_loadu_pd(p); }
INLINE void store(double* p, Doubles v) { _mm256_storeu_pd(p, v); }
INLINE Doubles add(Doubles a, Doubles b) { return _mm256_add_pd(a, b); }
INLINE Doubles sub(Doubles a, Doubles b) { return _mm256_sub_pd(a, b); }
INLINE Doubles mul(Doubles a, Doubles b) { return _mm256_mul_pd(a, b); }
INLINE Doubles div(Doubles a, Doubles b) { return _mm256_div_pd(a, b); }
INLINE Doubles root(Doubles a) { return _mm256_sqrt_pd(a); }

}  // namespace
