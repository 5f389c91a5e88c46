// The cell without normalisation: gates, cell and hidden state in one pass over a row, forward and backward.
#pragma once

namespace {

/** 1 − Z = m(1 − z): how much of the new value is taken. */
template <class Lanes>
INLINE Vector taken(const float* zoneout, int64_t index, float rate, Vector m, Lanes lanes) {
  const Vector z = zoneout ? load(zoneout + index, lanes) : splat(rate);
  return mul(m, sub(splat(1), z));
}

/** √(1 − f² + 1e-6), the share of i ⊙ g that keeps the variance of the cell whatever f is. */
INLINE Vector preservingShare(Vector f) {
  return root(madd(sub(splat(1), f), add(splat(1), f), splat(1e-6f)));
}

template <class Lanes>
INLINE void accumulate(float* p, Vector v, Lanes lanes) {
  store(p, add(load(p, lanes), v), lanes);
}

/** Whether old values of c and h enter the new ones. */
INLINE bool blends(const Sequence& s) {
  return s.mask || s.zoneoutCell || s.zoneoutHidden || s.zoneoutCellRate != 0 || s.zoneoutHiddenRate != 0;
}

/** Whether a call asks for more than the plain cell. */
INLINE bool hasOptions(const Sequence& s) {
  return blends(s) || s.candidateDropout || s.preserving || s.hardSigmoid || s.penaltyWeights;
}

/** Step t, row b: gates hold x·kernel + h·recurrentKernel and get the activations; writes c and h. OPTIONS as in `hasOptions`. */
template <bool OPTIONS>
INLINE void plainForwardRow(const Sequence& s, int64_t t, int64_t b, bool blend) {
  const int64_t units = s.units;
  const int64_t row = t * s.batch + b;
  const int64_t start = row * units;
  float* gates = s.gates + 4 * start;
  const float* cOld = s.c + start;
  const float* hOld = s.h + start;
  float* cNew = s.c + start + s.batch * units;
  float* hNew = s.h + start + s.batch * units;
  float* out = s.outputs + t * s.outputStep + b * s.outputRow;
  const Vector m = splat(OPTIONS && s.mask ? s.mask[row] : 1);
  Vector q = splat(0);
  eachVector(units, [&](int64_t j, auto lanes) INLINE_LAMBDA {
    float* pi = gates + j;
    float* pf = pi + units;
    float* pg = pf + units;
    float* po = pg + units;
    const float* bias = s.bias + j;
    const Vector i = gateOf(add(load(pi, lanes), load(bias, lanes)), OPTIONS && s.hardSigmoid);
    const Vector f = gateOf(add(load(pf, lanes), load(bias + units, lanes)), OPTIONS && s.hardSigmoid);
    const Vector g = tanhOf(add(load(pg, lanes), load(bias + 2 * units, lanes)));
    const Vector o = gateOf(add(load(po, lanes), load(bias + 3 * units, lanes)), OPTIONS && s.hardSigmoid);
    store(pi, i, lanes);
    store(pf, f, lanes);
    store(pg, g, lanes);
    store(po, o, lanes);
    Vector ig = mul(i, g);
    if (OPTIONS && s.candidateDropout) ig = mul(ig, load(s.candidateDropout + start + j, lanes));
    if (OPTIONS && s.preserving) ig = mul(ig, preservingShare(f));
    const Vector old = load(cOld + j, lanes);
    Vector c = madd(f, old, ig);
    if (OPTIONS && s.penaltyWeights) q = madd(mul(c, c), load(s.penaltyWeights + j, lanes), q);
    const Vector squashed = tanhOf(mul(c, load(s.cellScale + j, lanes)));
    Vector h = mul(mul(o, load(s.hiddenScale + j, lanes)), squashed);
    if (OPTIONS && blend) {
      const Vector one = splat(1);
      const Vector takeC = taken(s.zoneoutCell, start + j, s.zoneoutCellRate, m, lanes);
      const Vector takeH = taken(s.zoneoutHidden, start + j, s.zoneoutHiddenRate, m, lanes);
      c = madd(takeC, c, mul(sub(one, takeC), old));
      h = madd(takeH, h, mul(sub(one, takeH), load(hOld + j, lanes)));
    }
    store(cNew + j, c, lanes);
    store(hNew + j, h, lanes);
    store(out + j, h, lanes);
  });
  if (OPTIONS && s.penaltyWeights) s.penalty[row] = sumOf(q);
}

/** Step t, rows [b0,b1). */
void plainForward(const Sequence& s, int64_t t, int64_t b0, int64_t b1) {
  const bool blend = blends(s);
  if (hasOptions(s))
    for (int64_t b = b0; b < b1; b++) plainForwardRow<true>(s, t, b, blend);
  else
    for (int64_t b = b0; b < b1; b++) plainForwardRow<false>(s, t, b, false);
}

/**
 * Step t, row b: gates get da; hiddenGradient comes as dh of this step without its output's part, leaves as the carried part
 * of dh of the step before; cellGradient likewise, whole.
 */
template <bool OPTIONS>
INLINE void plainBackwardRow(const Sequence& s, int64_t t, int64_t b, bool blend) {
  const int64_t units = s.units;
  const int64_t row = t * s.batch + b;
  const int64_t start = row * units;
  float* gates = s.gates + 4 * start;
  const float* cOld = s.c + start;
  const float* dOut = s.outputGradient ? s.outputGradient + t * s.outputStep + b * s.outputRow : nullptr;
  float* dHidden = s.hiddenGradient + b * units;
  float* dCell = s.cellGradient + b * units;
  const int64_t group = b / ROW_GROUP * units;
  float* dCellScale = s.cellScaleGradient ? s.cellScaleGradient + group : nullptr;
  float* dHiddenScale = s.hiddenScaleGradient ? s.hiddenScaleGradient + group : nullptr;
  const Vector one = splat(1);
  const Vector m = splat(OPTIONS && s.mask ? s.mask[row] : 1);
  const Vector slope = splat(OPTIONS && s.penaltyWeights ? s.penalty[row] : 0);
  eachVector(units, [&](int64_t j, auto lanes) INLINE_LAMBDA {
    float* pi = gates + j;
    float* pf = pi + units;
    float* pg = pf + units;
    float* po = pg + units;
    const Vector i = load(pi, lanes);
    const Vector f = load(pf, lanes);
    const Vector g = load(pg, lanes);
    const Vector o = load(po, lanes);
    const Vector old = load(cOld + j, lanes);
    Vector gk = g;
    Vector ik = i;
    if (OPTIONS && s.candidateDropout) {
      const Vector drop = load(s.candidateDropout + start + j, lanes);
      gk = mul(g, drop);
      ik = mul(i, drop);
    }
    Vector byForget = old;  // dc̃/df
    if (OPTIONS && s.preserving) {
      const Vector share = preservingShare(f);
      byForget = sub(old, div(mul(mul(i, gk), f), share));
      gk = mul(gk, share);
      ik = mul(ik, share);
    }
    const Vector c = madd(f, old, mul(i, gk));
    const Vector scale = load(s.cellScale + j, lanes);
    const Vector squashed = tanhOf(mul(c, scale));
    Vector dh = load(dHidden + j, lanes);
    if (dOut) dh = add(dh, load(dOut + j, lanes));
    Vector dc = load(dCell + j, lanes);
    Vector carriedC = splat(0);
    Vector carriedH = splat(0);
    if (OPTIONS && blend) {
      const Vector takeC = taken(s.zoneoutCell, start + j, s.zoneoutCellRate, m, lanes);
      const Vector takeH = taken(s.zoneoutHidden, start + j, s.zoneoutHiddenRate, m, lanes);
      carriedC = mul(sub(one, takeC), dc);
      carriedH = mul(sub(one, takeH), dh);
      dc = mul(takeC, dc);
      dh = mul(takeH, dh);
    }
    if (dHiddenScale) accumulate(dHiddenScale + j, mul(dh, mul(o, squashed)), lanes);
    dh = mul(dh, load(s.hiddenScale + j, lanes));
    const Vector dOutGate = mul(dh, squashed);
    const Vector du = mul(mul(dh, o), sub(one, mul(squashed, squashed)));
    dc = madd(scale, du, dc);
    if (OPTIONS && s.penaltyWeights) dc = madd(mul(slope, load(s.penaltyWeights + j, lanes)), c, dc);
    if (dCellScale) accumulate(dCellScale + j, mul(du, c), lanes);
    store(pi, mul(mul(dc, gk), gateSlope(i, OPTIONS && s.hardSigmoid)), lanes);
    store(pf, mul(mul(dc, byForget), gateSlope(f, OPTIONS && s.hardSigmoid)), lanes);
    store(pg, mul(mul(dc, ik), sub(one, mul(g, g))), lanes);
    store(po, mul(dOutGate, gateSlope(o, OPTIONS && s.hardSigmoid)), lanes);
    store(dCell + j, madd(dc, f, carriedC), lanes);
    store(dHidden + j, carriedH, lanes);
  });
}

/** Step t, rows [b0,b1). */
void plainBackward(const Sequence& s, int64_t t, int64_t b0, int64_t b1) {
  const bool blend = blends(s);
  if (hasOptions(s))
    for (int64_t b = b0; b < b1; b++) plainBackwardRow<true>(s, t, b, blend);
  else
    for (int64_t b = b0; b < b1; b++) plainBackwardRow<false>(s, t, b, false);
}

}  // namespace
