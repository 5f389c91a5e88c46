// The cell with Layer or Batch Norm, in two halves around the normalisation of the cell.
#pragma once

namespace {

/** a = γx ⊙ normedX + γh ⊙ normedH + bias. */
template <class Lanes>
INLINE Vector preactivation(const Sequence& s, const float* x, const float* h, int64_t j, Lanes lanes) {
  const Vector recurrent = madd(load(s.gammaH + j, lanes), load(h + j, lanes), load(s.bias + j, lanes));
  return madd(load(s.gammaX + j, lanes), load(x + j, lanes), recurrent);
}

/** Gates, the new cell (into normedC, to be normalised there) and the carried cell. */
void normedGates(const Sequence& s, int64_t t, int64_t b0, int64_t b1) {
  const int64_t units = s.units;
  const Vector one = splat(1);
  for (int64_t b = b0; b < b1; b++) {
    const int64_t row = t * s.batch + b;
    const int64_t start = row * units;
    float* gates = s.gates + 4 * start;
    const float* x = s.normedX + 4 * start;
    const float* h = s.normedH + 4 * start;
    const float* cOld = s.c + start;
    float* cNew = s.c + start + s.batch * units;
    float* fresh = s.normedC + start;
    const Vector m = splat(s.mask ? s.mask[row] : 1);
    eachVector(units, [&](int64_t j, auto lanes) INLINE_LAMBDA {
      const Vector i = gateOf(preactivation(s, x, h, j, lanes), s.hardSigmoid);
      const Vector f = gateOf(preactivation(s, x, h, j + units, lanes), s.hardSigmoid);
      const Vector g = tanhOf(preactivation(s, x, h, j + 2 * units, lanes));
      const Vector o = gateOf(preactivation(s, x, h, j + 3 * units, lanes), s.hardSigmoid);
      store(gates + j, i, lanes);
      store(gates + j + units, f, lanes);
      store(gates + j + 2 * units, g, lanes);
      store(gates + j + 3 * units, o, lanes);
      Vector ig = mul(i, g);
      if (s.candidateDropout) ig = mul(ig, load(s.candidateDropout + start + j, lanes));
      if (s.preserving) ig = mul(ig, preservingShare(f));
      const Vector old = load(cOld + j, lanes);
      const Vector c = madd(f, old, ig);
      store(fresh + j, c, lanes);
      const Vector takeC = taken(s.zoneoutCell, start + j, s.zoneoutCellRate, m, lanes);
      store(cNew + j, madd(takeC, c, mul(sub(one, takeC), old)), lanes);
    });
  }
}

/** tanh(γc ⊙ normedC + βc). */
template <class Lanes>
INLINE Vector squashedCell(const Sequence& s, const float* normed, int64_t j, Lanes lanes) {
  return tanhOf(madd(load(s.gammaC + j, lanes), load(normed + j, lanes), load(s.betaC + j, lanes)));
}

/** h from the normalised cell. */
void normedHidden(const Sequence& s, int64_t t, int64_t b0, int64_t b1) {
  const int64_t units = s.units;
  const Vector one = splat(1);
  for (int64_t b = b0; b < b1; b++) {
    const int64_t row = t * s.batch + b;
    const int64_t start = row * units;
    const float* o = s.gates + 4 * start + 3 * units;
    const float* normed = s.normedC + start;
    const float* hOld = s.h + start;
    float* hNew = s.h + start + s.batch * units;
    float* out = s.outputs + t * s.outputStep + b * s.outputRow;
    const Vector m = splat(s.mask ? s.mask[row] : 1);
    eachVector(units, [&](int64_t j, auto lanes) INLINE_LAMBDA {
      const Vector squashed = squashedCell(s, normed, j, lanes);
      const Vector fresh = mul(mul(load(o + j, lanes), load(s.hiddenScale + j, lanes)), squashed);
      const Vector takeH = taken(s.zoneoutHidden, start + j, s.zoneoutHiddenRate, m, lanes);
      const Vector h = madd(takeH, fresh, mul(sub(one, takeH), load(hOld + j, lanes)));
      store(hNew + j, h, lanes);
      store(out + j, h, lanes);
    });
  }
}

/** First half of backward: the output gate's da, du (into `dropped`), and the carried part of dh; hiddenGradient as in `plainBackwardRow`. */
void normedHiddenBackward(const Sequence& s, int64_t t, int64_t b0, int64_t b1) {
  const int64_t units = s.units;
  const Vector one = splat(1);
  for (int64_t b = b0; b < b1; b++) {
    const int64_t row = t * s.batch + b;
    const int64_t start = row * units;
    float* po = s.gates + 4 * start + 3 * units;
    const float* normed = s.normedC + start;
    const float* dOut = s.outputGradient ? s.outputGradient + t * s.outputStep + b * s.outputRow : nullptr;
    float* dHidden = s.hiddenGradient + b * units;
    float* du = s.dropped + b * units;
    float* dHiddenScale = s.hiddenScaleGradient ? s.hiddenScaleGradient + b / ROW_GROUP * units : nullptr;
    const Vector m = splat(s.mask ? s.mask[row] : 1);
    eachVector(units, [&](int64_t j, auto lanes) INLINE_LAMBDA {
      const Vector o = load(po + j, lanes);
      const Vector squashed = squashedCell(s, normed, j, lanes);
      Vector dh = load(dHidden + j, lanes);
      if (dOut) dh = add(dh, load(dOut + j, lanes));
      const Vector takeH = taken(s.zoneoutHidden, start + j, s.zoneoutHiddenRate, m, lanes);
      store(dHidden + j, mul(sub(one, takeH), dh), lanes);
      dh = mul(takeH, dh);
      if (dHiddenScale) accumulate(dHiddenScale + j, mul(dh, mul(o, squashed)), lanes);
      dh = mul(dh, load(s.hiddenScale + j, lanes));
      store(po + j, mul(mul(dh, squashed), gateSlope(o, s.hardSigmoid)), lanes);
      store(du + j, mul(mul(dh, o), sub(one, mul(squashed, squashed))), lanes);
    });
  }
}

/** Second half: da of the gates i, f and c; normedC holds the gradient through the cell's normalisation. */
void normedGatesBackward(const Sequence& s, int64_t t, int64_t b0, int64_t b1) {
  const int64_t units = s.units;
  const Vector one = splat(1);
  for (int64_t b = b0; b < b1; b++) {
    const int64_t row = t * s.batch + b;
    const int64_t start = row * units;
    float* gates = s.gates + 4 * start;
    const float* cOld = s.c + start;
    const float* through = s.normedC + start;
    float* dCell = s.cellGradient + b * units;
    const Vector m = splat(s.mask ? s.mask[row] : 1);
    eachVector(units, [&](int64_t j, auto lanes) INLINE_LAMBDA {
      float* pi = gates + j;
      float* pf = pi + units;
      float* pg = pf + units;
      const Vector i = load(pi, lanes);
      const Vector f = load(pf, lanes);
      const Vector g = load(pg, lanes);
      Vector gk = g;
      Vector ik = i;
      if (s.candidateDropout) {
        const Vector drop = load(s.candidateDropout + start + j, lanes);
        gk = mul(g, drop);
        ik = mul(i, drop);
      }
      const Vector old = load(cOld + j, lanes);
      Vector byForget = old;  // dc̃/df
      if (s.preserving) {
        const Vector share = preservingShare(f);
        byForget = sub(old, div(mul(mul(i, gk), f), share));
        gk = mul(gk, share);
        ik = mul(ik, share);
      }
      const Vector takeC = taken(s.zoneoutCell, start + j, s.zoneoutCellRate, m, lanes);
      Vector dc = load(dCell + j, lanes);
      const Vector carried = mul(sub(one, takeC), dc);
      dc = madd(takeC, dc, load(through + j, lanes));
      store(pi, mul(mul(dc, gk), gateSlope(i, s.hardSigmoid)), lanes);
      store(pf, mul(mul(dc, byForget), gateSlope(f, s.hardSigmoid)), lanes);
      store(pg, mul(mul(dc, ik), sub(one, mul(g, g))), lanes);
      store(dCell + j, madd(dc, f, carried), lanes);
    });
  }
}

}  // namespace
