#include <algorithm>

#include "lstmCall.h"
#include "pool.h"
#include "share.h"
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

/** All steps, from the last; leaves da in the gates (and in normedX, normedH), dh0 and dc0 in their gradients. */
void throughTime(Reserve& reserve, const BackwardArgs& args, const Gradients& gradients) {
  Sequence& s = reserve.sequence;
  const Kernels& kernels = *reserve.kernels;
  const int64_t b = s.batch;
  const int64_t h = s.units;
  const int64_t n = 4 * h;
  Lease call;
  s.outputGradient = args.outputs;
  if (s.penalty)
    for (int64_t row = 0; row < reserve.timeSteps * b; row++) s.penalty[row] *= args.penalty;
  s.hiddenGradient = gradients.h0;
  s.cellGradient = gradients.c0;
  start(gradients.h0, args.hidden, b * h);
  start(gradients.c0, args.cell, b * h);
  const int64_t groups = (b + ROW_GROUP - 1) / ROW_GROUP;
  const int64_t wide = s.normalizer == BATCH ? 1 : groups;
  const bool normed = s.normalizer != NONE;
  s.cellScaleGradient = gradients.cellScale ? call.filled(groups * h, 0) : nullptr;
  s.hiddenScaleGradient = gradients.hiddenScale ? call.filled(groups * h, 0) : nullptr;
  if (normed) {
    s.gammaCGradient = call.filled(wide * h, 0);
    s.betaCGradient = call.filled(wide * h, 0);
    s.gammaXGradient = call.filled(wide * n, 0);
    s.gammaHGradient = call.filled(wide * n, 0);
  }
  s.dropped = normed || s.recurrentDropout ? call.floats(b * h) : nullptr;
  const PlainWeights& plain = reserve.weights;
  const auto transposed = [&](Lease& lease) {
    float* out = lease.floats(kernels.packedSize(n, h));
    kernels.packWhole(n, h, plain.recurrentKernel, n, true, plain.normsH.scale, out);
    return out;
  };
  if (!reserve.packed) s.packedRecurrent = transposed(call);
  else {
    PackedWeights& packed = *reserve.packed;
    if (packed.packedTransposed == nullptr) packed.packedTransposed = transposed(packed.lease);
    s.packedRecurrent = packed.packedTransposed;
  }
  const int64_t parts = s.normalizer == BATCH ? 1 : partsFor(args.threads, reserve.timeSteps * b * n * h);
  const std::vector<Slice> rows = slices(b, parts, ROW_GROUP);
  std::vector<float*> scratch;
  for (const Slice& slice : rows) scratch.push_back(call.floats(kernels.sequenceScratch(s, slice.second - slice.first)));
  runParts(static_cast<int64_t>(rows.size()), [&](int64_t i) {
    const Slice& slice = rows[static_cast<size_t>(i)];
    kernels.backward(s, 0, reserve.timeSteps, slice.first, slice.second, scratch[static_cast<size_t>(i)]);
  });
  sumRows(s.cellScaleGradient, groups, h, gradients.cellScale);
  sumRows(s.hiddenScaleGradient, groups, h, gradients.hiddenScale);
  if (!normed) return;
  sumRows(s.gammaXGradient, wide, n, gradients.gammaX);
  sumRows(s.gammaHGradient, wide, n, gradients.gammaH);
  sumRows(s.gammaCGradient, wide, h, gradients.gammaC);
  sumRows(s.betaCGradient, wide, h, gradients.betaC);
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
