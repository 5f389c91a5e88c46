// Sixteen floats at a time, for processors with AVX-512. Included after the instruction set was switched on (see avx512.cpp).
#pragma once

namespace {

using Vector = __m512;
constexpr int WIDTH = 16;
/** Rows and vectors of the largest tile: 28 sums, 2 vectors of B and 1 value of A fill the 32 registers. */
constexpr int TILE_ROWS = 14;

/** All lanes. */
struct Full {};
/** The first lanes only. */
struct Tail {
  __mmask16 mask;
  explicit Tail(int lanes) : mask(static_cast<__mmask16>((1u << lanes) - 1)) {}
};

INLINE Vector splat(float a) { return _mm512_set1_ps(a); }
INLINE Vector load(const float* p) { return _mm512_loadu_ps(p); }
INLINE Vector load(const float* p, Full) { return _mm512_loadu_ps(p); }
INLINE Vector load(const float* p, Tail tail) { return _mm512_maskz_loadu_ps(tail.mask, p); }
INLINE void store(float* p, Vector v) { _mm512_storeu_ps(p, v); }
INLINE void store(float* p, Vector v, Full) { _mm512_storeu_ps(p, v); }
INLINE void store(float* p, Vector v, Tail tail) { _mm512_mask_storeu_ps(p, tail.mask, v); }
/** v with 0 in the lanes that do not count. */
INLINE Vector onlyLanes(Vector v, Full) { return v; }
INLINE Vector onlyLanes(Vector v, Tail tail) { return _mm512_maskz_mov_ps(tail.mask, v); }
INLINE Vector add(Vector a, Vector b) { return _mm512_add_ps(a, b); }
INLINE Vector sub(Vector a, Vector b) { return _mm512_sub_ps(a, b); }
INLINE Vector mul(Vector a, Vector b) { return _mm512_mul_ps(a, b); }
INLINE Vector div(Vector a, Vector b) { return _mm512_div_ps(a, b); }
INLINE Vector root(Vector a) { return _mm512_sqrt_ps(a); }
/** a·b + c, rounded once. */
INLINE Vector madd(Vector a, Vector b, Vector c) { return _mm512_fmadd_ps(a, b, c); }
/** The smaller one; where v is NaN, NaN. */
INLINE Vector atMost(Vector v, Vector bound) { return _mm512_min_ps(bound, v); }
/** The larger one; where v is NaN, NaN. */
INLINE Vector atLeast(Vector v, Vector bound) { return _mm512_max_ps(bound, v); }
/** v, and 0 in the lanes where `test` is 0. */
INLINE Vector zeroWhereZero(Vector v, Vector test) {
  return _mm512_maskz_mov_ps(_mm512_cmp_ps_mask(test, _mm512_setzero_ps(), _CMP_NEQ_UQ), v);
}
/** 2^n from 1.5·2^23 + n. */
INLINE Vector power(Vector rounded) {
  return _mm512_castsi512_ps(
      _mm512_add_epi32(_mm512_slli_epi32(_mm512_castps_si512(rounded), 23), _mm512_set1_epi32(0x3f800000)));
}
INLINE float sumOf(Vector v) { return _mm512_reduce_add_ps(v); }
INLINE float largestOf(Vector v) { return _mm512_reduce_max_ps(v); }
/** The square of WIDTH rows with rows and columns exchanged. */
INLINE void exchange(Vector rows[WIDTH]) {
  Vector t[WIDTH];
  for (int i = 0; i < 16; i += 2) {
    t[i] = _mm512_unpacklo_ps(rows[i], rows[i + 1]);
    t[i + 1] = _mm512_unpackhi_ps(rows[i], rows[i + 1]);
  }
  for (int i = 0; i < 16; i += 4) {
    const __m512d a = _mm512_castps_pd(t[i]);
    const __m512d b = _mm512_castps_pd(t[i + 1]);
    const __m512d c = _mm512_castps_pd(t[i + 2]);
    const __m512d d = _mm512_castps_pd(t[i + 3]);
    rows[i] = _mm512_castpd_ps(_mm512_unpacklo_pd(a, c));
    rows[i + 1] = _mm512_castpd_ps(_mm512_unpackhi_pd(a, c));
    rows[i + 2] = _mm512_castpd_ps(_mm512_unpacklo_pd(b, d));
    rows[i + 3] = _mm512_castpd_ps(_mm512_unpackhi_pd(b, d));
  }
  for (int i = 0; i < 4; i++) {
    t[i] = _mm512_shuffle_f32x4(rows[i], rows[i + 4], 0x88);
    t[i + 4] = _mm512_shuffle_f32x4(rows[i], rows[i + 4], 0xdd);
    t[i + 8] = _mm512_shuffle_f32x4(rows[i + 8], rows[i + 12], 0x88);
    t[i + 12] = _mm512_shuffle_f32x4(rows[i + 8], rows[i + 12], 0xdd);
  }
  for (int i = 0; i < 8; i++) {
    rows[i] = _mm512_shuffle_f32x4(t[i], t[i + 8], 0x88);
    rows[i + 8] = _mm512_shuffle_f32x4(t[i], t[i + 8], 0xdd);
  }
}

/** Eight float64, from and to floats. */
using Doubles = __m512d;
constexpr int DOUBLES = 8;
INLINE Doubles splatDouble(double a) { return _mm512_set1_pd(a); }
INLINE Doubles loadAsDoubles(const float* p) { return _mm512_cvtps_pd(_mm256_loadu_ps(p)); }
INLINE void storeAsFloats(float* p, Doubles v) { _mm256_storeu_ps(p, _mm512_cvtpd_ps(v)); }
INLINE Doubles load(const double* p) { return _mm512_loadu_pd(p); }
INLINE void store(double* p, Doubles v) { _mm512_storeu_pd(p, v); }
INLINE Doubles add(Doubles a, Doubles b) { return _mm512_add_pd(a, b); }
INLINE Doubles sub(Doubles a, Doubles b) { return _mm512_sub_pd(a, b); }
INLINE Doubles mul(Doubles a, Doubles b) { return _mm512_mul_pd(a, b); }
INLINE Doubles div(Doubles a, Doubles b) { return _mm512_div_pd(a, b); }
INLINE Doubles root(Doubles a) { return _mm512_sqrt_pd(a); }

}  // namespace
