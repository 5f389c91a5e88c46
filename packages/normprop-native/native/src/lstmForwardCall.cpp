#include <algorithm>
#include <cmath>
#include <cstring>

#include "lstmCall.h"
#include "pool.h"
#include "share.h"
#include "stepCall.h"
#include "stepLayout.h"

namespace {

/** Rows (steps times batch) that an inference call holds at a time. */
constexpr int64_t INFERENCE_ROWS = 1024;
/** Added to q, so that ln q and its slope are finite at c = 0. */
constexpr double PENALTY_FLOOR = 1e-4;

ColumnNorms columnNorms(const Kernels& kernels, Lease& lease, const float* w, int64_t rows, int64_t columns,
                        const float* gamma) {
  if (gamma == nullptr) return {};
  float* inverse = lease.floats(columns);
  float* scale = lease.floats(columns);
  kernels.inverseColumnNorms(w, rows, columns, inverse);
  kernels.multiply(gamma, inverse, columns, scale);
  return {lease.copy(gamma, columns), inverse, scale};
}

const float* packed(const Kernels& kernels, Lease& lease, const float* w, int64_t rows, int64_t columns,
                    const float* scale) {
  float* out = lease.floats(kernels.packedSize(rows, columns));
  kernels.packWhole(rows, columns, w, columns, false, scale, out);
  return out;
}

/** bias + betaX + betaH: they enter the recurrence at the same place. */
const float* totalBias(Lease& lease, const ForwardArgs& args) {
  const int64_t n = 4 * args.units;
  float* total = lease.filled(n, 0);
  for (const float* part : {args.bias, args.betaX, args.betaH})
    if (part)
      for (int64_t j = 0; j < n; j++) total[j] += part[j];
  return total;
}

const float* copyOr(Lease& lease, const float* values, int64_t n, float otherwise) {
  return values ? lease.copy(values, n) : lease.filled(n, otherwise);
}

void setState(float* place, const float* state, int64_t n) {
  if (state) std::copy(state, state + n, place);
  else std::fill(place, place + n, 0.0f);
}

/**
 * total + share · Σ over valid rows of ln(q + 1e-4)², one sum over all stretches; each q is replaced by the factor of its
 * gradient, 4·share·ln(q + 1e-4)/(q + 1e-4), 0 in a masked row.
 */
double penalize(float* q, int64_t rows, const float* mask, double share, double total) {
  for (int64_t row = 0; row < rows; row++) {
    if (mask && mask[row] == 0) {
      q[row] = 0;
      continue;
    }
    const double raised = static_cast<double>(q[row]) + PENALTY_FLOOR;
    const double log = std::log(raised);
    total += share * log * log;
    q[row] = static_cast<float>(4 * share * log / raised);
  }
  return total;
}

/** Batch Norm's statistics of one of the three normalised products: rows of n. */
struct KeptStatistics {
  float* mean;
  float* variance;
  int64_t n;
};

KeptStatistics statisticsOf(const Sequence& s, int which) {
  if (which == 0) return {s.statX, s.varianceX, 4 * s.units};
  if (which == 1) return {s.statH, s.varianceH, 4 * s.units};
  return {s.statC, s.varianceC, s.units};
}

/** Copies `steps` rows of the statistics, from row `from` on, to the start of the given arrays. */
void readStatistics(const Sequence& s, int64_t from, int64_t steps, float* const means[3], float* const variances[3]) {
  for (int which = 0; which < 3; which++) {
    const auto [mean, variance, n] = statisticsOf(s, which);
    std::copy(mean + from * n, mean + (from + steps) * n, means[which]);
    std::copy(variance + from * n, variance + (from + steps) * n, variances[which]);
  }
}

/** Some steps of a sequence in memory of their own, and the running of them. */
class Stretch {
 public:
  /** In training `kept` outlives the call; at inference both leases end with it. */
  Stretch(const Kernels& kernels, const ForwardArgs& args, const PackedWeights* weights, const PlainWeights& plain,
          const ForwardResults& results, int64_t steps, Lease& kept, Lease& call, Sequence& s)
      : kernels_(kernels), args_(args), results_(results), s_(s) {
    const int64_t b = args.batch;
    const int64_t h = args.units;
    const int64_t n = 4 * h;
    const int64_t rows = steps * b;
    s = {};
    s.batch = b;
    s.inputSize = args.inputSize;
    s.units = h;
    s.normalizer = args.normalizer;
    s.groups = args.groups;
    s.epsilon = args.epsilon;
    s.gates = kept.floats(rows * n);
    s.h = kept.floats((rows + b) * h);
    s.c = kept.floats((rows + b) * h);
    s.bias = totalBias(call, args);
    s.hiddenScale = copyOr(kept, args.hiddenScale, h, 1);
    s.preserving = args.preserving;
    s.hardSigmoid = args.hardSigmoid;
    s.penaltyWeights = kept.copy(args.penaltyWeights, h);
    if (s.penaltyWeights) s.penalty = kept.floats(rows);
    s.zoneoutCellRate = args.zoneoutCellRate;
    s.zoneoutHiddenRate = args.zoneoutHiddenRate;
    s.recurrentDropout = kept.copy(args.recurrentDropout, b * h);
    if (s.recurrentDropout) s.dropped = call.floats(b * h);
    s.packedKernel = weights ? weights->packedKernel
                             : packed(kernels, call, plain.kernel, args.inputSize, n, plain.normsX.scale);
    s.packedRecurrent = weights ? weights->packedRecurrent
                                : packed(kernels, call, plain.recurrentKernel, h, n, plain.normsH.scale);
    s.outputStep = args.batchMajor ? h : b * h;
    s.outputRow = args.batchMajor ? args.timeSteps * h : h;
    if (args.normalizer == NONE) s.cellScale = copyOr(kept, args.cellScale, h, 1);
    else addNorms(steps, kept);
    s.validRows = args.validRows && args.mask;
    layoutX_ = {args.timeSteps, b, args.inputSize, args.batchMajor, args.goBackwards};
    layoutMask_ = {args.timeSteps, b, 1, args.batchMajor, args.goBackwards};
    clearsMasked_ = args.mask && !args.readsMasked;
    if (!inPlace(layoutX_) || clearsMasked_) x_ = kept.floats(rows * args.inputSize);
    if (args.mask && !inPlace(layoutMask_)) mask_ = kept.floats(rows);
    if (!args.inference) {
      s.candidateDropout = kept.copy(args.candidateDropout, rows * h);
      s.zoneoutCell = kept.copy(args.zoneoutCell, rows * h);
      s.zoneoutHidden = kept.copy(args.zoneoutHidden, rows * h);
    }
    setState(s.h, args.h0, b * h);
    setState(s.c, args.c0, b * h);
    // Batch Norm's statistics need all rows at every step
    slices_ = args.normalizer == BATCH
                  ? std::vector<Slice>{{0, b}}
                  : slices(b, partsFor(args.threads, args.timeSteps * b * n * (args.inputSize + h)), ROW_GROUP);
    for (const Slice& slice : slices_)
      scratch_.push_back(call.floats(kernels.sequenceScratch(s, slice.second - slice.first)));
  }

  /** Everything but x in its place, for steps that are run one by one. */
  void open() {
    s_.x = x_;
    s_.outputStep = 0;
    if (s_.population) givePopulation(0, args_.timeSteps);
  }

  /** Steps [t0,t1) of the sequence, in the order of computation. */
  void run(int64_t t0, int64_t t1) {
    const int64_t size = args_.batch * args_.units;
    const int64_t steps = t1 - t0;
    if (ran_ > 0)
      for (float* state : {s_.h, s_.c}) std::memmove(state, state + ran_ * size, static_cast<size_t>(size) * sizeof(float));
    s_.x = bring(layoutX_, args_.x, x_, t0, t1);
    if (args_.mask) s_.mask = bring(layoutMask_, args_.mask, mask_, t0, t1);
    if (clearsMasked_)
      for (int64_t row = 0; row < steps * args_.batch; row++)
        if (s_.mask[row] == 0) std::fill_n(x_ + row * args_.inputSize, args_.inputSize, 0.0f);
    if (args_.inference) {
      if (args_.candidateDropout) s_.candidateDropout = args_.candidateDropout + t0 * size;
      if (args_.zoneoutCell) s_.zoneoutCell = args_.zoneoutCell + t0 * size;
      if (args_.zoneoutHidden) s_.zoneoutHidden = args_.zoneoutHidden + t0 * size;
    }
    if (s_.population) givePopulation(t0, t1);
    s_.outputs = results_.outputs + t0 * s_.outputStep;
    runParts(static_cast<int64_t>(slices_.size()), [&](int64_t i) {
      const Slice& slice = slices_[static_cast<size_t>(i)];
      kernels_.forward(s_, 0, steps, slice.first, slice.second, scratch_[static_cast<size_t>(i)]);
    });
    if (results_.cells) {
      const StepLayout layout = {args_.timeSteps, args_.batch, args_.units, args_.batchMajor, false};
      layout.write(s_.c + size, results_.cells, t0, t1);
    }
    if (s_.penalty)
      *results_.penalty = penalize(s_.penalty, steps * args_.batch, s_.mask, args_.penaltyShare, *results_.penalty);
    if (args_.normalizer == BATCH && !s_.population) {
      float* means[3];
      float* variances[3];
      for (int which = 0; which < 3; which++) {
        const int64_t first = t0 * statisticsOf(s_, which).n;
        means[which] = results_.means[which] + first;
        variances[which] = results_.variances[which] + first;
      }
      readStatistics(s_, 0, steps, means, variances);
    }
    ran_ = steps;
  }

  /** The state after the last step that ran. */
  void readLast() const {
    const int64_t size = args_.batch * args_.units;
    std::copy(s_.h + ran_ * size, s_.h + (ran_ + 1) * size, results_.hidden);
    std::copy(s_.c + ran_ * size, s_.c + (ran_ + 1) * size, results_.cell);
  }

 private:
  void addNorms(int64_t steps, Lease& kept) {
    const int64_t h = args_.units;
    const int64_t n = 4 * h;
    const int64_t rows = steps * args_.batch;
    const bool batchNorm = args_.normalizer == BATCH;
    s_.gammaX = kept.copy(args_.gammaX, n);
    s_.gammaH = kept.copy(args_.gammaH, n);
    s_.gammaC = kept.copy(args_.gammaC, h);
    s_.betaC = copyOr(kept, args_.betaC, h, 0);
    s_.normedX = kept.floats(rows * n);
    s_.normedH = kept.floats(rows * n);
    s_.normedC = kept.floats(rows * h);
    s_.statX = kept.floats(batchNorm ? steps * n : rows * s_.groups);
    s_.statH = kept.floats(batchNorm ? steps * n : rows * s_.groups);
    s_.statC = kept.floats(batchNorm ? steps * h : rows);
    if (!batchNorm) return;
    s_.varianceX = kept.floats(steps * n);
    s_.varianceH = kept.floats(steps * n);
    s_.varianceC = kept.floats(steps * h);
    s_.population = args_.population[0].mean != nullptr;
  }

  /** At inference an array whose order is the computation's is read where it lies; in training its values have to last. */
  bool inPlace(const StepLayout& layout) const { return args_.inference && layout.isPlain(); }

  const float* bring(const StepLayout& layout, const float* theirs, float* ours, int64_t t0, int64_t t1) const {
    if (ours == nullptr) return theirs + t0 * layout.batch * layout.size;
    layout.read(theirs, ours, t0, t1);
    return ours;
  }

  void givePopulation(int64_t t0, int64_t t1) const {
    for (int which = 0; which < 3; which++) {
      const KeptStatistics kept = statisticsOf(s_, which);
      const Statistics& given = args_.population[which];
      for (int64_t t = t0; t < t1; t++) {
        const int64_t row = std::min(t, args_.populationRows - 1) * kept.n;
        std::copy(given.mean + row, given.mean + row + kept.n, kept.mean + (t - t0) * kept.n);
        std::copy(given.variance + row, given.variance + row + kept.n, kept.variance + (t - t0) * kept.n);
      }
    }
  }

  const Kernels& kernels_;
  const ForwardArgs& args_;
  const ForwardResults& results_;
  Sequence& s_;
  StepLayout layoutX_;
  StepLayout layoutMask_;
  float* x_ = nullptr;
  float* mask_ = nullptr;
  bool clearsMasked_ = false;
  std::vector<Slice> slices_;
  std::vector<float*> scratch_;
  int64_t ran_ = 0;
};

}  // namespace

std::shared_ptr<PackedWeights> packWeights(const Kernels& kernels, int64_t inputSize, int64_t units, const float* kernel,
                                           const float* recurrentKernel, const float* columnGainX,
                                           const float* columnGainH) {
  auto weights = std::make_shared<PackedWeights>();
  const int64_t n = 4 * units;
  Lease& lease = weights->lease;
  weights->kernels = &kernels;
  weights->inputSize = inputSize;
  weights->units = units;
  PlainWeights& plain = weights->plain;
  plain.kernel = lease.copy(kernel, inputSize * n);
  plain.recurrentKernel = lease.copy(recurrentKernel, units * n);
  plain.normsX = columnNorms(kernels, lease, plain.kernel, inputSize, n, columnGainX);
  plain.normsH = columnNorms(kernels, lease, plain.recurrentKernel, units, n, columnGainH);
  weights->packedKernel = packed(kernels, lease, plain.kernel, inputSize, n, plain.normsX.scale);
  weights->packedRecurrent = packed(kernels, lease, plain.recurrentKernel, units, n, plain.normsH.scale);
  return weights;
}

namespace {

/** A reserve whose memory holds copies of the weights, or reads the caller's packed ones. */
std::unique_ptr<Reserve> newReserve(const Kernels& kernels, const ForwardArgs& args,
                                    const std::shared_ptr<PackedWeights>& weights) {
  const int64_t n = 4 * args.units;
  auto reserve = std::make_unique<Reserve>();
  Lease& kept = reserve->lease;
  reserve->kernels = &kernels;
  reserve->timeSteps = args.timeSteps;
  reserve->goBackwards = args.goBackwards;
  reserve->batchMajor = args.batchMajor;
  reserve->packed = weights;
  PlainWeights& plain = reserve->weights;
  if (weights) plain = weights->plain;
  else {
    plain.kernel = args.inference ? args.kernel : kept.copy(args.kernel, args.inputSize * n);
    plain.recurrentKernel = args.inference ? args.recurrentKernel : kept.copy(args.recurrentKernel, args.units * n);
    plain.normsX = columnNorms(kernels, kept, plain.kernel, args.inputSize, n, args.columnGainX);
    plain.normsH = columnNorms(kernels, kept, plain.recurrentKernel, args.units, n, args.columnGainH);
  }
  return reserve;
}

}  // namespace

std::unique_ptr<Reserve> lstmForward(const Kernels& kernels, const ForwardArgs& args,
                                     const std::shared_ptr<PackedWeights>& weights, const ForwardResults& results) {
  auto reserve = newReserve(kernels, args, weights);
  Lease call;
  const int64_t steps = args.inference ? std::min(args.timeSteps, std::max<int64_t>(1, INFERENCE_ROWS / args.batch))
                                       : args.timeSteps;
  Stretch stretch(kernels, args, weights.get(), reserve->weights, results, steps, reserve->lease, call,
                  reserve->sequence);
  for (int64_t t0 = 0; t0 < args.timeSteps; t0 += steps) stretch.run(t0, std::min(args.timeSteps, t0 + steps));
  stretch.readLast();
  if (args.inference) return nullptr;
  return reserve;
}

std::unique_ptr<Reserve> openSteps(const Kernels& kernels, const ForwardArgs& args) {
  auto reserve = newReserve(kernels, args, nullptr);
  const ForwardResults none = {};
  Stretch(kernels, args, nullptr, reserve->weights, none, args.timeSteps, reserve->lease, reserve->lease,
          reserve->sequence)
      .open();
  return reserve;
}

void stepForward(Reserve& reserve, int64_t threads, int64_t t, const float* x, float* h, float* const means[3],
                 float* const variances[3]) {
  Sequence& s = reserve.sequence;
  const int64_t d = s.inputSize;
  std::copy(x, x + s.batch * d, const_cast<float*>(s.x) + t * s.batch * d);
  s.outputs = h;
  runStep(reserve, threads, s.batch * 4 * s.units * (d + s.units), [&](const Slice& rows, float* scratch) {
    reserve.kernels->forward(s, t, t + 1, rows.first, rows.second, scratch);
  });
  if (means[0]) readStatistics(s, t, 1, means, variances);
}
