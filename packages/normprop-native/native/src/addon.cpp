// The module as JavaScript sees it (index.d.ts says what each function takes).
#include <atomic>
#include <cmath>

#include "border.h"
#include "pool.h"
#include "processor.h"
#include "share.h"

namespace {

/** Raised with every change of a function's arguments: normprop-kernels uses the version that it knows, or none. */
constexpr int INTERFACE = 3;

napi_value numberOf(napi_env env, double value) {
  napi_value result = nullptr;
  napi_create_double(env, value, &result);
  return result;
}

napi_value pack(Arguments& args) {
  const Kernels& kernels = args.kernels();
  const int64_t d = args.whole("inputSize");
  const int64_t h = args.whole("units");
  const int64_t n = 4 * h;
  const float* kernel = args.floats("kernel", d * n);
  const float* recurrentKernel = args.floats("recurrentKernel", h * n);
  const float* columnGainX = args.optionalFloats("columnGainX", n);
  const float* columnGainH = args.optionalFloats("columnGainH", n);
  auto handle = std::make_unique<Handle>();
  handle->weights = packWeights(kernels, d, h, kernel, recurrentKernel, columnGainX, columnGainH);
  return wrap(args.env(), std::move(handle));
}

/** The numbers of a forward call. */
ForwardArgs forwardNumbers(Arguments& args) {
  const double* numbers = args.numbers("numbers", 18);
  ForwardArgs f = {};
  f.threads = static_cast<int64_t>(numbers[0]);
  f.timeSteps = static_cast<int64_t>(numbers[1]);
  f.batch = static_cast<int64_t>(numbers[2]);
  f.inputSize = static_cast<int64_t>(numbers[3]);
  f.units = static_cast<int64_t>(numbers[4]);
  f.normalizer = static_cast<int>(numbers[5]);
  f.groups = static_cast<int64_t>(numbers[6]);
  f.epsilon = static_cast<float>(numbers[7]);
  f.goBackwards = numbers[8] != 0;
  f.batchMajor = numbers[9] != 0;
  f.inference = numbers[10] != 0;
  f.validRows = numbers[11] != 0;
  f.zoneoutCellRate = static_cast<float>(numbers[12]);
  f.zoneoutHiddenRate = static_cast<float>(numbers[13]);
  f.preserving = numbers[14] != 0;
  f.penaltyShare = numbers[15];
  f.hardSigmoid = numbers[16] != 0;
  f.readsMasked = numbers[17] != 0;
  return f;
}

const char* const STATISTICS[] = {"x·kernel", "h·recurrentKernel", "cell"};

/** The arrays of a forward call, from `kernel` to the statistics that are given. */
void takeArrays(Arguments& args, ForwardArgs& f) {
  const int64_t t = f.timeSteps;
  const int64_t b = f.batch;
  const int64_t d = f.inputSize;
  const int64_t h = f.units;
  const int64_t n = 4 * h;
  const int64_t state = b * h;
  f.kernel = args.floats("kernel", d * n);
  f.recurrentKernel = args.floats("recurrentKernel", h * n);
  f.columnGainX = args.optionalFloats("columnGainX", n);
  f.columnGainH = args.optionalFloats("columnGainH", n);
  f.bias = args.optionalFloats("bias", n);
  f.h0 = args.optionalFloats("h0", state);
  f.c0 = args.optionalFloats("c0", state);
  f.cellScale = args.optionalFloats("cellScale", h);
  f.hiddenScale = args.optionalFloats("hiddenScale", h);
  f.gammaX = args.optionalFloats("gammaX", n);
  f.gammaH = args.optionalFloats("gammaH", n);
  f.gammaC = args.optionalFloats("gammaC", h);
  f.betaX = args.optionalFloats("betaX", n);
  f.betaH = args.optionalFloats("betaH", n);
  f.betaC = args.optionalFloats("betaC", h);
  f.mask = args.optionalFloats("mask", t * b);
  f.recurrentDropout = args.optionalFloats("recurrentDropoutMask", state);
  f.candidateDropout = args.optionalFloats("candidateDropoutMask", t * state);
  f.zoneoutCell = args.optionalFloats("zoneoutCell", t * state);
  f.zoneoutHidden = args.optionalFloats("zoneoutHidden", t * state);
  f.populationRows = args.whole("populationRows");
  for (int i = 0; i < 3; i++) {
    const int64_t values = f.populationRows * (i < 2 ? n : h);
    f.population[i].mean = args.optionalFloats(STATISTICS[i], values);
    f.population[i].variance = args.optionalFloats(STATISTICS[i], values);
  }
  if (f.normalizer != NONE && !(f.gammaX && f.gammaH && f.gammaC))
    throw std::invalid_argument("gammaX, gammaH, gammaC: expected all of them");
}

napi_value forward(Arguments& args) {
  const Kernels& kernels = args.kernels();
  ForwardArgs f = forwardNumbers(args);
  const int64_t t = f.timeSteps;
  const int64_t h = f.units;
  const int64_t n = 4 * h;
  const int64_t state = f.batch * h;
  Handle* handle = unwrap(args);
  std::shared_ptr<PackedWeights> weights = handle ? handle->weights : nullptr;
  if (weights && (weights->kernels != &kernels || weights->inputSize != f.inputSize || weights->units != h))
    throw std::invalid_argument("packedWeights: packed for other sizes or another build");
  f.x = args.floats("x", t * f.batch * f.inputSize);
  takeArrays(args, f);
  f.penaltyWeights = args.optionalFloats("penaltyWeights", h);
  ForwardResults results = {};
  results.outputs = args.floats("outputs", t * state);
  results.hidden = args.floats("hidden", state);
  results.cell = args.floats("cell", state);
  for (int i = 0; i < 3; i++) {
    results.means[i] = args.optionalFloats(STATISTICS[i], t * (i < 2 ? n : h));
    results.variances[i] = args.optionalFloats(STATISTICS[i], t * (i < 2 ? n : h));
  }
  results.cells = args.optionalFloats("cells", t * state);
  results.penalty = args.numbers("penalty", 1);
  *results.penalty = 0;
  if (f.normalizer == BATCH && !f.population[0].mean && !results.means[0])
    throw std::invalid_argument("statistics: expected arrays for them");
  auto made = std::make_unique<Handle>();
  made->reserve = lstmForward(kernels, f, weights, results);
  return made->reserve ? wrap(args.env(), std::move(made)) : nullptr;
}

/** The reserve of the next argument, which must be there. */
std::unique_ptr<Reserve>& reserveOf(Arguments& args) {
  Handle* handle = unwrap(args);
  if (handle == nullptr || !handle->reserve) throw std::invalid_argument("reserve: used up, or disposed");
  return handle->reserve;
}

/** Where the gradients of a call go, from the next arguments. */
Gradients takeGradients(Arguments& args, const Reserve& reserve) {
  const Sequence& s = reserve.sequence;
  const int64_t h = s.units;
  const int64_t n = 4 * h;
  const int64_t state = s.batch * h;
  Gradients g = {};
  g.kernel = args.floats("kernel", s.inputSize * n);
  g.recurrentKernel = args.floats("recurrentKernel", h * n);
  g.bias = args.floats("bias", n);
  g.h0 = args.floats("h0", state);
  g.c0 = args.floats("c0", state);
  g.x = args.optionalFloats("x", reserve.timeSteps * s.batch * s.inputSize);
  g.columnGainX = args.optionalFloats("columnGainX", n);
  g.columnGainH = args.optionalFloats("columnGainH", n);
  g.cellScale = args.optionalFloats("cellScale", h);
  g.hiddenScale = args.optionalFloats("hiddenScale", h);
  g.gammaX = args.optionalFloats("gammaX", n);
  g.gammaH = args.optionalFloats("gammaH", n);
  g.gammaC = args.optionalFloats("gammaC", h);
  g.betaC = args.optionalFloats("betaC", h);
  if ((reserve.weights.normsX.gamma && !g.columnGainX) || (reserve.weights.normsH.gamma && !g.columnGainH))
    throw std::invalid_argument("columnGainX, columnGainH: expected arrays for their gradients");
  return g;
}

napi_value backward(Arguments& args) {
  const std::unique_ptr<Reserve> reserve = std::move(reserveOf(args));
  const Sequence& s = reserve->sequence;
  const int64_t state = s.batch * s.units;
  BackwardArgs b = {};
  b.threads = args.whole("threads");
  b.penalty = static_cast<float>(args.number("cellPenalty"));
  b.outputs = args.optionalFloats("outputs", reserve->timeSteps * state);
  b.hidden = args.optionalFloats("hidden", state);
  b.cell = args.optionalFloats("cell", state);
  const Gradients g = takeGradients(args, *reserve);
  lstmBackward(*reserve, b, g);
  return nullptr;
}

napi_value openStepsOf(Arguments& args) {
  const Kernels& kernels = args.kernels();
  ForwardArgs f = forwardNumbers(args);
  takeArrays(args, f);
  auto made = std::make_unique<Handle>();
  made->reserve = openSteps(kernels, f);
  return wrap(args.env(), std::move(made));
}

/** The step of the next argument. */
int64_t takeStep(Arguments& args, const Reserve& reserve) {
  const int64_t step = args.whole("step");
  if (step < 0 || step >= reserve.timeSteps) throw std::invalid_argument("step: out of range");
  return step;
}

napi_value stepForwardOf(Arguments& args) {
  Reserve& reserve = *reserveOf(args);
  const Sequence& s = reserve.sequence;
  const int64_t threads = args.whole("threads");
  const int64_t step = takeStep(args, reserve);
  const float* x = args.floats("x", s.batch * s.inputSize);
  float* hidden = args.floats("hidden", s.batch * s.units);
  float* means[3];
  float* variances[3];
  for (int i = 0; i < 3; i++) {
    means[i] = args.optionalFloats(STATISTICS[i], (i < 2 ? 4 : 1) * s.units);
    variances[i] = args.optionalFloats(STATISTICS[i], (i < 2 ? 4 : 1) * s.units);
  }
  stepForward(reserve, threads, step, x, hidden, means, variances);
  return nullptr;
}

napi_value stepBackwardOf(Arguments& args) {
  Reserve& reserve = *reserveOf(args);
  const Sequence& s = reserve.sequence;
  const int64_t threads = args.whole("threads");
  const int64_t step = takeStep(args, reserve);
  const float* hidden = args.floats("hidden", s.batch * s.units);
  stepBackward(reserve, threads, step, hidden, args.floats("x", s.batch * s.inputSize));
  return nullptr;
}

napi_value finishStepsOf(Arguments& args) {
  const std::unique_ptr<Reserve> reserve = std::move(reserveOf(args));
  if (reserve->kernelTransposed == nullptr) throw std::invalid_argument("steps: none has been taken back");
  const int64_t threads = args.whole("threads");
  finishSteps(*reserve, threads, takeGradients(args, *reserve));
  return nullptr;
}

/** Bytes that a handle holds, without the weights that other handles hold too. */
napi_value bytes(Arguments& args) {
  const Handle* handle = unwrap(args);
  size_t held = 0;
  if (handle && handle->weights) held += handle->weights->lease.bytes();
  if (handle && handle->reserve) held += handle->reserve->lease.bytes();
  return numberOf(args.env(), static_cast<double>(held));
}

napi_value dispose(Arguments& args) {
  if (Handle* handle = unwrap(args)) {
    handle->weights.reset();
    handle->reserve.reset();
  }
  return nullptr;
}

napi_value sgemm(Arguments& args) {
  const Kernels& kernels = args.kernels();
  const int64_t threads = args.whole("threads");
  const int64_t m = args.whole("m");
  const int64_t n = args.whole("n");
  const int64_t k = args.whole("k");
  const float* a = args.floats("a", m * k);
  const bool transposeA = args.flag("transposeA");
  const float* b = args.floats("b", k * n);
  const bool transposeB = args.flag("transposeB");
  float* c = args.floats("c", m * n);
  const bool accumulate = args.flag("accumulate");
  // slices of columns, or of rows where there are more of these
  const bool byRows = m > n;
  const std::vector<Slice> parts = slices(byRows ? m : n, partsFor(threads, m * n * k), kernels.panel);
  Lease lease;
  std::vector<float*> scratch;
  for (size_t i = 0; i < parts.size(); i++) scratch.push_back(lease.floats(kernels.productScratch()));
  const int64_t lda = transposeA ? m : k;
  const int64_t ldb = transposeB ? k : n;
  runParts(static_cast<int64_t>(parts.size()), [&](int64_t i) {
    const auto [first, last] = parts[static_cast<size_t>(i)];
    float* own = scratch[static_cast<size_t>(i)];
    if (byRows)
      kernels.product(last - first, n, k, a + (transposeA ? first : first * k), lda, transposeA, b, ldb, transposeB,
                      c + first * n, n, accumulate, own);
    else
      kernels.product(m, last - first, k, a, lda, transposeA, b + (transposeB ? first * k : first), ldb, transposeB,
                      c + first, n, accumulate, own);
  });
  return nullptr;
}

napi_value sigmoid(Arguments& args) {
  const Kernels& kernels = args.kernels();
  int64_t n = 0;
  const float* x = args.allFloats("x", &n);
  kernels.sigmoid(x, n, args.floats("out", n));
  return nullptr;
}

napi_value tanhOf(Arguments& args) {
  const Kernels& kernels = args.kernels();
  int64_t n = 0;
  const float* x = args.allFloats("x", &n);
  kernels.tanh(x, n, args.floats("out", n));
  return nullptr;
}

/** out ← W [rows,columns] with column j times factors[j]; `out` may be W. */
void scaleRows(const Kernels& kernels, const float* w, int64_t rows, int64_t columns, const float* factors, float* out) {
  for (int64_t r = 0; r < rows; r++) kernels.multiply(w + r * columns, factors, columns, out + r * columns);
}

napi_value normalizeColumns(Arguments& args) {
  const Kernels& kernels = args.kernels();
  const int64_t rows = args.whole("rows");
  const int64_t columns = args.whole("columns");
  const float* w = args.floats("w", rows * columns);
  const float* gamma = args.optionalFloats("gamma", columns);
  float* out = args.floats("out", rows * columns);
  Lease lease;
  float* scale = lease.floats(columns);
  kernels.inverseColumnNorms(w, rows, columns, scale);
  if (gamma) kernels.multiply(gamma, scale, columns, scale);
  scaleRows(kernels, w, rows, columns, scale, out);
  return nullptr;
}

napi_value normalizeColumnsBackward(Arguments& args) {
  const Kernels& kernels = args.kernels();
  const int64_t rows = args.whole("rows");
  const int64_t columns = args.whole("columns");
  const float* w = args.floats("w", rows * columns);
  const float* gamma = args.optionalFloats("gamma", columns);
  const float* gradient = args.floats("gradient", rows * columns);
  float* dW = args.floats("weights", rows * columns);
  float* dGamma = args.floats("gamma", columns);
  Lease lease;
  float* inverse = lease.floats(columns);
  kernels.inverseColumnNorms(w, rows, columns, inverse);
  kernels.normalizeColumnsBackward(w, rows, columns, gamma ? gamma : lease.filled(columns, 1), inverse, gradient, dW,
                                   dGamma);
  return nullptr;
}

napi_value softmaxCrossEntropy(Arguments& args) {
  const Kernels& kernels = args.kernels();
  const int64_t classes = args.whole("classes");
  int64_t rows = 0;
  const int32_t* targets = args.integers("targets", &rows);
  const float* logits = args.floats("logits", rows * classes);
  float* gradient = args.optionalFloats("gradient", rows * classes);
  for (int64_t r = 0; r < rows; r++)
    if (targets[r] < 0 || targets[r] >= classes) throw std::invalid_argument("targets: out of range");
  const float share = 1.0f / static_cast<float>(rows);
  return numberOf(args.env(), kernels.softmaxRows(logits, targets, rows, classes, gradient, share) /
                                  static_cast<double>(rows));
}

napi_value adamStepOf(Arguments& args) {
  const Kernels& kernels = args.kernels();
  const double* f = args.numbers("factors", 5);
  int64_t n = 0;
  const float* value = args.allFloats("value", &n);
  const float* first = args.floats("first", n);
  const float* second = args.floats("second", n);
  const float* gradient = args.floats("gradient", n);
  float* newValue = args.floats("newValue", n);
  float* newFirst = args.floats("newFirst", n);
  kernels.adamStep(n, {f[0], f[1], f[2], f[3], f[4]}, value, first, second, gradient, newValue, newFirst,
                   args.floats("newSecond", n));
  return nullptr;
}

napi_value columnNorms(Arguments& args) {
  const Kernels& kernels = args.kernels();
  const int64_t rows = args.whole("rows");
  const int64_t columns = args.whole("columns");
  const float* w = args.floats("w", rows * columns);
  float* out = args.floats("out", columns);
  std::vector<double> squares(static_cast<size_t>(columns));
  kernels.columnSquares(w, rows, columns, squares.data());
  for (int64_t j = 0; j < columns; j++) out[j] = static_cast<float>(std::sqrt(squares[static_cast<size_t>(j)]));
  return nullptr;
}

/** In place: column j of W times factors[j]. */
napi_value scaleColumns(Arguments& args) {
  const Kernels& kernels = args.kernels();
  const int64_t rows = args.whole("rows");
  const int64_t columns = args.whole("columns");
  float* w = args.floats("w", rows * columns);
  scaleRows(kernels, w, rows, columns, args.floats("factors", columns), w);
  return nullptr;
}

/** For the benchmark: C = A·B with B packed once, `rounds` times. */
napi_value repeatProduct(Arguments& args) {
  const Kernels& kernels = args.kernels();
  const int64_t rounds = args.whole("rounds");
  const int64_t m = args.whole("m");
  const int64_t n = args.whole("n");
  const int64_t k = args.whole("k");
  const float* a = args.floats("a", m * k);
  const float* b = args.floats("b", k * n);
  float* c = args.floats("c", m * n);
  Lease lease;
  float* packed = lease.floats(kernels.packedSize(k, n));
  float* scratch = lease.floats(kernels.packedProductScratch(m));
  kernels.packWhole(k, n, b, n, false, nullptr, packed);
  for (int64_t r = 0; r < rounds; r++) kernels.packedProduct(m, n, k, a, k, packed, c, n, false, scratch);
  return nullptr;
}

/** For the benchmark: multiply-adds in registers alone; returns the number of operations. */
napi_value peak(Arguments& args) {
  const Kernels& kernels = args.kernels();
  const int64_t rounds = args.whole("rounds");
  const float result = kernels.peak(rounds, 0.5f, 0.5f);
  return numberOf(args.env(), std::isnan(result) ? 0 : static_cast<double>(rounds * kernels.peakOperations()));
}

/** Writes the bytes held, used, and the most used since `forgetPeak`. */
napi_value memory(Arguments& args) {
  const MemoryUse use = memoryUse();
  double* out = args.numbers("out", 3);
  out[0] = static_cast<double>(use.held);
  out[1] = static_cast<double>(use.used);
  out[2] = static_cast<double>(use.peak);
  return nullptr;
}

napi_value forgetPeakOf(Arguments&) {
  forgetPeak();
  return nullptr;
}

template <napi_value (*body)(Arguments&)>
void define(napi_env env, napi_value exports, const char* name) {
  napi_value made = nullptr;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, guarded<body>, nullptr, &made);
  napi_set_named_property(env, exports, name, made);
}

/** Instances of this module: Node may unload it with the last one, and no thread may be in it then. */
std::atomic<int> instances{0};

void close(void*) {
  if (--instances == 0) stopThreads();
}

}  // namespace

NAPI_MODULE_INIT() {
  instances++;
  napi_add_env_cleanup_hook(env, close, nullptr);
  napi_set_named_property(env, exports, "interface", numberOf(env, INTERFACE));
  napi_value builds = nullptr;
  napi_create_array(env, &builds);
  for (size_t i = 0; i < runnableKernels().size(); i++) {
    napi_value name = nullptr;
    napi_create_string_utf8(env, runnableKernels()[i]->name, NAPI_AUTO_LENGTH, &name);
    napi_set_element(env, builds, static_cast<uint32_t>(i), name);
  }
  napi_set_named_property(env, exports, "builds", builds);
  define<pack>(env, exports, "pack");
  define<forward>(env, exports, "forward");
  define<backward>(env, exports, "backward");
  define<openStepsOf>(env, exports, "openSteps");
  define<stepForwardOf>(env, exports, "stepForward");
  define<stepBackwardOf>(env, exports, "stepBackward");
  define<finishStepsOf>(env, exports, "finishSteps");
  define<bytes>(env, exports, "bytes");
  define<dispose>(env, exports, "dispose");
  define<sgemm>(env, exports, "sgemm");
  define<sigmoid>(env, exports, "sigmoid");
  define<tanhOf>(env, exports, "tanh");
  define<normalizeColumns>(env, exports, "normalizeColumns");
  define<normalizeColumnsBackward>(env, exports, "normalizeColumnsBackward");
  define<softmaxCrossEntropy>(env, exports, "softmaxCrossEntropy");
  define<adamStepOf>(env, exports, "adamStep");
  define<columnNorms>(env, exports, "columnNorms");
  define<scaleColumns>(env, exports, "scaleColumns");
  define<repeatProduct>(env, exports, "repeatProduct");
  define<peak>(env, exports, "peak");
  define<memory>(env, exports, "memory");
  define<forgetPeakOf>(env, exports, "forgetPeak");
  return exports;
}
