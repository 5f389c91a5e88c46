// A whole call of the LSTM: memory, the caller's layouts, threads.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "kernels.h"
#include "memory.h"

/** Factors that bring the columns of a matrix to their norms, [columns] each; nullptr where the columns stay as they are. */
struct ColumnNorms {
  const float* gamma = nullptr;
  const float* inverse = nullptr;
  /** γ/‖column‖. */
  const float* scale = nullptr;
};

/** The weights as they came, [D,4H] and [H,4H]. */
struct PlainWeights {
  const float* kernel = nullptr;
  const float* recurrentKernel = nullptr;
  ColumnNorms normsX;
  ColumnNorms normsH;
};

/** Weights that stay over many calls. */
struct PackedWeights {
  const Kernels* kernels;
  int64_t inputSize;
  int64_t units;
  Lease lease;
  PlainWeights plain;
  const float* packedKernel;
  const float* packedRecurrent;
  /** Made by the first backward that asks. */
  const float* packedTransposed = nullptr;
};

std::shared_ptr<PackedWeights> packWeights(const Kernels& kernels, int64_t inputSize, int64_t units, const float* kernel,
                                           const float* recurrentKernel, const float* columnGainX,
                                           const float* columnGainH);

struct Statistics {
  const float* mean;
  const float* variance;
};

/** As `LSTMForwardArgs` of normprop-kernels; nullptr where a thing is left out. */
struct ForwardArgs {
  int64_t threads;
  int64_t timeSteps;
  int64_t batch;
  int64_t inputSize;
  int64_t units;
  int normalizer;
  int64_t groups;
  float epsilon;
  bool goBackwards;
  bool batchMajor;
  bool inference;
  bool validRows;
  bool preserving;
  bool hardSigmoid;
  /** What x holds at masked steps counts; otherwise it is read as zeros. */
  bool readsMasked;
  float zoneoutCellRate;
  float zoneoutHiddenRate;
  const float* x;
  const float* kernel;
  const float* recurrentKernel;
  const float* columnGainX;
  const float* columnGainH;
  const float* bias;
  const float* h0;
  const float* c0;
  const float* cellScale;
  const float* hiddenScale;
  const float* gammaX;
  const float* gammaH;
  const float* gammaC;
  const float* betaX;
  const float* betaH;
  const float* betaC;
  const float* mask;
  const float* recurrentDropout;
  const float* candidateDropout;
  const float* zoneoutCell;
  const float* zoneoutHidden;
  /** Given statistics: of x·kernel, h·recurrentKernel and the cell, `populationRows` rows each. */
  Statistics population[3];
  int64_t populationRows;
  /** Of the cell's penalty: 1/(H·target) of each unit [H], or nullptr, and weight/N for N valid (t,b). */
  const float* penaltyWeights;
  double penaltyShare;
};

struct ForwardResults {
  /** [T,B,H] or [B,T,H]. */
  float* outputs;
  /** c of every step, likewise, or nullptr. */
  float* cells;
  /** [B,H]. */
  float* hidden;
  float* cell;
  /** Batch Norm's own statistics, or nullptr. */
  float* means[3];
  float* variances[3];
  /** The value of the cell's penalty. */
  double* penalty;
};

/** What backward needs of forward. */
struct Reserve {
  const Kernels* kernels;
  Lease lease;
  Sequence sequence;
  int64_t timeSteps;
  bool goBackwards;
  bool batchMajor;
  PlainWeights weights;
  /** Where the weights are the caller's. */
  std::shared_ptr<PackedWeights> packed;
  /** Of steps that run one by one: the scratch of each thread, kernelᵀ packed, the gradients of the state [B,H]. */
  std::vector<float*> scratch;
  const float* kernelTransposed = nullptr;
  float* hiddenGradient = nullptr;
  float* cellGradient = nullptr;
};

/** The sequence forward; returns nullptr at inference. */
std::unique_ptr<Reserve> lstmForward(const Kernels& kernels, const ForwardArgs& args,
                                     const std::shared_ptr<PackedWeights>& packed, const ForwardResults& results);

/** The memory of a sequence whose steps `stepForward` runs; `args` has no x. */
std::unique_ptr<Reserve> openSteps(const Kernels& kernels, const ForwardArgs& args);

/** Step t from x [B,D] to h [B,H]; `means` and `variances` as in `ForwardResults`, of this step alone. */
void stepForward(Reserve& reserve, int64_t threads, int64_t t, const float* x, float* h, float* const means[3],
                 float* const variances[3]);

/** Gradients of the outputs, or nullptr; each in the shape of what it belongs to. */
struct BackwardArgs {
  int64_t threads;
  const float* outputs;
  const float* hidden;
  const float* cell;
  /** With respect to the cell's penalty. */
  float penalty;
};

/** Where the gradients go; nullptr where one is not wanted, but for the first five. */
struct Gradients {
  float* kernel;
  float* recurrentKernel;
  float* bias;
  float* h0;
  float* c0;
  float* x;
  float* columnGainX;
  float* columnGainH;
  float* cellScale;
  float* hiddenScale;
  float* gammaX;
  float* gammaH;
  float* gammaC;
  float* betaC;
};

/** Back through time, then the products for the weights. Uses the reserve up. */
void lstmBackward(Reserve& reserve, const BackwardArgs& args, const Gradients& gradients);

/** Step t back, from the gradient of its h [B,H] to that of its x [B,D]; that of the steps behind it is kept. */
void stepBackward(Reserve& reserve, int64_t threads, int64_t t, const float* hidden, float* x);

/** After step 0: all gradients but that of x. */
void finishSteps(Reserve& reserve, int64_t threads, const Gradients& gradients);
