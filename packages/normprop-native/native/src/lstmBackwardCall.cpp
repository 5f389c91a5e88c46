#include <algorithm>

#include "lstmCall.h"
#include "pool.h"
#include "share.h"
#include "stepCall.h"
#include "stepLayout.h"

namespace {

/** Rows of dx computed at once by a thread. */
constexpr int64_t INPUT_ROWS = 512;

/** Sums over the rows of [rows,n], in float64. */
void sumRows(const float* values, int64_t rows, int64_t n, float* out) {
  if (out == nullptr) return;
  for (int64_t j = 0; j < n; j++) {
    double sum = 0;
    for (int64_t r = 0; r < rows; r++) sum += values[r * n + j];
    out[j] = static_cast<float>(sum);
  }
}

void start(float* place, const float* gradient, int64_t n) {
  if (gradient) std::copy(gradient, gradient + n, place);
  else std::fill(place, place + n, 0.0f);
}

/** ⌈B/8⌉, the rows of the sums over time. */
int64_t groupsOf(const Sequence& s) { return (s.batch + ROW_GROUP - 1) / ROW_GROUP; }

/** Rows of the sums of the gains. */
int64_t wideOf(const Sequence& s) { return s.normalizer == BATCH ? 1 : groupsOf(s); }

/** Room for the sums over time, and recurrentKernelᵀ. */
void startBackward(Reserve& reserve, Lease& lease, bool cellScale, bool hiddenScale) {
  Sequence& s = reserve.sequence;
  const Kernels& kernels = *reserve.kernels;
  const int64_t h = s.units;
  const int64_t n = 4 * h;
  const bool normed = s.normalizer != NONE;
  s.cellScaleGradient = cellScale ? lease.filled(groupsOf(s) * h, 0) : nullptr;
  s.hiddenScaleGradient = hiddenScale ? lease.filled(groupsOf(s) * h, 0) : nullptr;
  if (normed) {
    s.gammaCGradient = lease.filled(wideOf(s) * h, 0);
    s.betaCGradient = lease.filled(wideOf(s) * h, 0);
    s.gammaXGradient = lease.filled(wideOf(s) * n, 0);
    s.gammaHGradient = lease.filled(wideOf(s) * n, 0);
  }
  s.dropped = normed || s.recurrentDropout ? lease.floats(s.batch * h) : nullptr;
  const PlainWeights& plain = reserve.weights;
  const auto transposed = [&](Lease& place) {
    float* out = place.floats(kernels.packedSize(n, h));
    kernels.packWhole(n, h, plain.recurrentKernel, n, true, plain.normsH.scale, out);
    return out;
  };
  if (!reserve.packed) {
    s.packedRecurrent = transposed(lease);
    return;
  }
  PackedWeights& packed = *reserve.packed;
  if (packed.packedTransposed == nullptr) packed.packedTransposed = transposed(packed.lease);
  s.packedRecurrent = packed.packedTransposed;
}

/** The gradients that are sums over time. */
void readSums(const Sequence& s, const Gradients& gradients) {
  const int64_t h = s.units;
  sumRows(s.cellScaleGradient, groupsOf(s), h, gradients.cellScale);
  sumRows(s.hiddenScaleGradient, groupsOf(s), h, gradients.hiddenScale);
  if (s.normalizer == NONE) return;
  sumRows(s.gammaXGradient, wideOf(s), 4 * h, gradients.gammaX);
  sumRows(s.gammaHGradient, wideOf(s), 4 * h, gradients.gammaH);
  sumRows(s.gammaCGradient, wideOf(s), h, gradients.gammaC);
  sumRows(s.betaCGradient, wideOf(s), h, gradients.betaC);
}

/** All steps, from the last; leaves da in the gates (and in normedX, normedH), dh0 and dc0 in their gradients. */
void throughTime(Reserve& reserve, const BackwardArgs& args, const Gradients& gradients) {
  Sequence& s = reserve.sequence;
  const Kernels& kernels = *reserve.kernels;
  const int64_t b = s.batch;
  const int64_t h = s.units;
  Lease call;
  s.outputGradient = args.outputs;
  if (s.penalty)
    for (int64_t row = 0; row < reserve.timeSteps * b; row++) s.penalty[row] *= args.penalty;
  s.hiddenGradient = gradients.h0;
  s.cellGradient = gradients.c0;
  start(gradients.h0, args.hidden, b * h);
  start(gradients.c0, args.cell, b * h);
  startBackward(reserve, call, gradients.cellScale != nullptr, gradients.hiddenScale != nullptr);
  const int64_t parts = s.normalizer == BATCH ? 1 : partsFor(args.threads, reserve.timeSteps * b * 4 * h * h);
  const std::vector<Slice> rows = slices(b, parts, ROW_GROUP);
  std::vector<float*> scratch;
  for (const Slice& slice : rows) scratch.push_back(call.floats(kernels.sequenceScratch(s, slice.second - slice.first)));
  runParts(static_cast<int64_t>(rows.size()), [&](int64_t i) {
    const Slice& slice = rows[static_cast<size_t>(i)];
    kernels.backward(s, 0, reserve.timeSteps, slice.first, slice.second, scratch[static_cast<size_t>(i)]);
  });
  readSums(s, gradients);
}

/** The gradient of W over that of the normalised W, and that of the norms. */
void throughNorms(const Kernels& kernels, const float* w, int64_t rows, int64_t columns, const ColumnNorms& norms,
                  float* d, float* dGain) {
  if (norms.gamma) kernels.normalizeColumnsBackward(w, rows, columns, norms.gamma, norms.inverse, d, d, dGain);
}

void weightGradients(const Reserve& reserve, int64_t threads, const Gradients& gradients) {
  const Sequence& s = reserve.sequence;
  const Kernels& kernels = *reserve.kernels;
  const int64_t n = 4 * s.units;
  const int64_t work = reserve.timeSteps * s.batch * n * (s.inputSize + s.units);
  const std::vector<Slice> columns = slices(n, partsFor(threads, work), kernels.panel);
  Lease call;
  std::vector<float*> scratch;
  for (size_t i = 0; i < columns.size(); i++) scratch.push_back(call.floats(kernels.weightGradientsScratch(s)));
  runParts(static_cast<int64_t>(columns.size()), [&](int64_t i) {
    const Slice& slice = columns[static_cast<size_t>(i)];
    kernels.weightGradients(s, reserve.timeSteps, slice.first, slice.second, gradients.kernel,
                            gradients.recurrentKernel, gradients.bias, scratch[static_cast<size_t>(i)]);
  });
  const PlainWeights& plain = reserve.weights;
  throughNorms(kernels, plain.kernel, s.inputSize, n, plain.normsX, gradients.kernel, gradients.columnGainX);
  throughNorms(kernels, plain.recurrentKernel, s.units, n, plain.normsH, gradients.recurrentKernel,
               gradients.columnGainH);
}

/** dx = da·kernelᵀ, as x lay. */
void inputGradient(const Reserve& reserve, int64_t threads, float* out) {
  const Sequence& s = reserve.sequence;
  const Kernels& kernels = *reserve.kernels;
  const int64_t n = 4 * s.units;
  const int64_t d = s.inputSize;
  const int64_t rows = reserve.timeSteps * s.batch;
  const StepLayout layout = {reserve.timeSteps, s.batch, d, reserve.batchMajor, reserve.goBackwards};
  Lease call;
  float* packed = call.floats(kernels.packedSize(n, d));
  kernels.packWhole(n, d, reserve.weights.kernel, n, true, reserve.weights.normsX.scale, packed);
  float* ours = layout.isPlain() ? out : call.floats(rows * d);
  const float* da = s.normalizer == NONE ? s.gates : s.normedX;
  const std::vector<Slice> parts = slices(rows, partsFor(threads, rows * n * d), 8);
  std::vector<float*> scratch;
  for (size_t i = 0; i < parts.size(); i++) scratch.push_back(call.floats(kernels.packedProductScratch(INPUT_ROWS)));
  runParts(static_cast<int64_t>(parts.size()), [&](int64_t i) {
    const Slice& part = parts[static_cast<size_t>(i)];
    for (int64_t r = part.first; r < part.second; r += INPUT_ROWS)
      kernels.packedProduct(std::min(INPUT_ROWS, part.second - r), d, n, da + r * n, n, packed, ours + r * d, d, false,
                            scratch[static_cast<size_t>(i)]);
  });
  if (ours != out) layout.write(ours, out, 0, reserve.timeSteps);
}

}  // namespace

void lstmBackward(Reserve& reserve, const BackwardArgs& args, const Gradients& gradients) {
  throughTime(reserve, args, gradients);
  weightGradients(reserve, args.threads, gradients);
  if (gradients.x) inputGradient(reserve, args.threads, gradients.x);
}

void stepBackward(Reserve& reserve, int64_t threads, int64_t t, const float* hidden, float* x) {
  Sequence& s = reserve.sequence;
  const Kernels& kernels = *reserve.kernels;
  const int64_t b = s.batch;
  const int64_t d = s.inputSize;
  const int64_t n = 4 * s.units;
  if (reserve.kernelTransposed == nullptr) {
    Lease& kept = reserve.lease;
    startBackward(reserve, kept, true, true);
    s.hiddenGradient = reserve.hiddenGradient = kept.filled(b * s.units, 0);
    s.cellGradient = reserve.cellGradient = kept.filled(b * s.units, 0);
    float* packed = kept.floats(kernels.packedSize(n, d));
    kernels.packWhole(n, d, reserve.weights.kernel, n, true, reserve.weights.normsX.scale, packed);
    reserve.kernelTransposed = packed;
  }
  s.outputGradient = hidden;
  runStep(reserve, threads, b * n * (s.units + d), [&](const Slice& rows, float* scratch) {
    kernels.backward(s, t, t + 1, rows.first, rows.second, scratch);
    const float* da = (s.normalizer == NONE ? s.gates : s.normedX) + (t * b + rows.first) * n;
    kernels.packedProduct(rows.second - rows.first, d, n, da, n, reserve.kernelTransposed, x + rows.first * d, d, false,
                          scratch);
  });
}

void finishSteps(Reserve& reserve, int64_t threads, const Gradients& gradients) {
  const int64_t state = reserve.sequence.batch * reserve.sequence.units;
  std::copy(reserve.hiddenGradient, reserve.hiddenGradient + state, gradients.h0);
  std::copy(reserve.cellGradient, reserve.cellGradient + state, gradients.c0);
  readSums(reserve.sequence, gradients);
  weightGradients(reserve, threads, gradients);
}
