// Four floats at a time, for arm64.
#pragma once

namespace {

using Vector = float32x4_t;
constexpr int WIDTH = 4;
/** Rows of the largest tile: 24 sums, 2 vectors of B and 1 value of A of 32 registers. */
constexpr int TILE_ROWS = 12;

/** All lanes. */
struct Full {};
/** The first lanes only, 1 to WIDTH. */
struct Tail {
  int lanes;
  explicit Tail(int n) : lanes(n) {}
};

INLINE Vector splat(float a) { return vdupq_n_f32(a); }
INLINE Vector load(const float* p) { return vld1q_f32(p); }
INLINE Vector load(const float* p, Full) { return vld1q_f32(p); }
INLINE Vector load(const float* p, Tail tail) {
  if (tail.lanes == WIDTH) return load(p);
  Vector v = vdupq_n_f32(0);
  v = vld1q_lane_f32(p, v, 0);
  if (tail.lanes > 1) v = vld1q_lane_f32(p + 1, v, 1);
  if (tail.lanes > 2) v = vld1q_lane_f32(p + 2, v, 2);
  return v;
}
INLINE void store(float* p, Vector v) { vst1q_f32(p, v); }
INLINE void store(float* p, Vector v, Full) { vst1q_f32(p, v); }
INLINE void store(float* p, Vector v, Tail tail) {
  if (tail.lanes == WIDTH) return store(p, v);
  vst1q_lane_f32(p, v, 0);
  if (tail.lanes > 1) vst1q_lane_f32(p + 1, v, 1);
  if (tail.lanes > 2) vst1q_lane_f32(p + 2, v, 2);
}
/** v with 0 in the lanes that do not count. */
INLINE Vector onlyLanes(Vector v, Full) { return v; }
INLINE Vector onlyLanes(Vector v, Tail tail) {
  if (tail.lanes == WIDTH) return v;
  v = vsetq_lane_f32(0, v, 3);
  if (tail.lanes < 3) v = vsetq_lane_f32(0, v, 2);
  return tail.lanes < 2 ? vsetq_lane_f32(0, v, 1) : v;
}
INLINE Vector add(Vector a, Vector b) { return vaddq_f32(a, b); }
INLINE Vector sub(Vector a, Vector b) { return vsubq_f32(a, b); }
INLINE Vector mul(Vector a, Vector b) { return vmulq_f32(a, b); }
INLINE Vector div(Vector a, Vector b) { return vdivq_f32(a, b); }
INLINE Vector root(Vector a) { return vsqrtq_f32(a); }
/** a·b + c, rounded once. */
INLINE Vector madd(Vector a, Vector b, Vector c) { return vfmaq_f32(c, a, b); }
/** The smaller one; where v is NaN, NaN. */
INLINE Vector atMost(Vector v, Vector bound) { return vminq_f32(v, bound); }
/** The larger one; where v is NaN, NaN. */
INLINE Vector atLeast(Vector v, Vector bound) { return vmaxq_f32(v, bound); }
/** v, and 0 in the lanes where `test` is 0. */
INLINE Vector zeroWhereZero(Vector v, Vector test) {
  return vreinterpretq_f32_u32(vbicq_u32(vreinterpretq_u32_f32(v), vceqq_f32(test, vdupq_n_f32(0))));
}
/** 2^n from 1.5·2^23 + n. */
INLINE Vector power(Vector rounded) {
  return vreinterpretq_f32_s32(
      vaddq_s32(vshlq_n_s32(vreinterpretq_s32_f32(rounded), 23), vdupq_n_s32(0x3f800000)));
}
INLINE float sumOf(Vector v) { return vaddvq_f32(v); }
INLINE float largestOf(Vector v) { return vmaxvq_f32(v); }
/** The square of WIDTH rows with rows and columns exchanged. */
INLINE void exchange(Vector rows[WIDTH]) {
  const float32x4_t a = vtrn1q_f32(rows[0], rows[1]);
  const float32x4_t b = vtrn2q_f32(rows[0], rows[1]);
  const float32x4_t c = vtrn1q_f32(rows[2], rows[3]);
  const float32x4_t d = vtrn2q_f32(rows[2], rows[3]);
  const auto wide = [](float32x4_t v) { return vreinterpretq_f64_f32(v); };
  const auto narrow = [](float64x2_t v) { return vreinterpretq_f32_f64(v); };
  rows[0] = narrow(vtrn1q_f64(wide(a), wide(c)));
  rows[1] = narrow(vtrn1q_f64(wide(b), wide(d)));
  rows[2] = narrow(vtrn2q_f64(wide(a), wide(c)));
  rows[3] = narrow(vtrn2q_f64(wide(b), wide(d)));
}

/** Two float64, from and to floats; a type of its own, since some compilers have one for all vectors. */
struct Doubles {
  float64x2_t v;
};
constexpr int DOUBLES = 2;
INLINE Doubles splatDouble(double a) { return {vdupq_n_f64(a)}; }
INLINE Doubles loadAsDoubles(const float* p) { return {vcvt_f64_f32(vld1_f32(p))}; }
INLINE void storeAsFloats(float* p, Doubles a) { vst1_f32(p, vcvt_f32_f64(a.v)); }
INLINE Doubles load(const double* p) { return {vld1q_f64(p)}; }
INLINE void store(double* p, Doubles a) { vst1q_f64(p, a.v); }
INLINE Doubles add(Doubles a, Doubles b) { return {vaddq_f64(a.v, b.v)}; }
INLINE Doubles sub(Doubles a, Doubles b) { return {vsubq_f64(a.v, b.v)}; }
INLINE Doubles mul(Doubles a, Doubles b) { return {vmulq_f64(a.v, b.v)}; }
INLINE Doubles div(Doubles a, Doubles b) { return {vdivq_f64(a.v, b.v)}; }
INLINE Doubles root(Doubles a) { return {vsqrtq_f64(a.v)}; }

}  // namespace
