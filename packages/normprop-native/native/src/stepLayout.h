// How the caller's array [T,B,size] lies: its first two axes may be swapped, its steps run backwards.
#pragma once

#include <cstdint>
#include <cstring>

struct StepLayout {
  int64_t timeSteps;
  int64_t batch;
  /** Floats of one row. */
  int64_t size;
  /** [B,T,size] instead of [T,B,size]. */
  bool batchMajor;
  /** Step t of the computation is step T−1−t of the array. */
  bool backwards;

  /** The computation's order is the array's. */
  bool isPlain() const { return !batchMajor && !backwards; }

  /** Calls visit(place in the caller's array, place in ours, floats) for steps [t0,t1); ours starts with step t0. */
  template <class Visit>
  void eachRun(int64_t t0, int64_t t1, Visit visit) const {
    const int64_t step = batch * size;
    if (isPlain()) {
      visit(t0 * step, 0, (t1 - t0) * step);
      return;
    }
    for (int64_t t = t0; t < t1; t++) {
      const int64_t from = backwards ? timeSteps - 1 - t : t;
      const int64_t ours = (t - t0) * step;
      if (!batchMajor) visit(from * step, ours, step);
      else
        for (int64_t b = 0; b < batch; b++) visit((b * timeSteps + from) * size, ours + b * size, size);
    }
  }

  /** Copies steps [t0,t1) of the computation from the caller's array. */
  void read(const float* theirs, float* ours, int64_t t0, int64_t t1) const {
    eachRun(t0, t1, [&](int64_t from, int64_t to, int64_t n) {
      std::memcpy(ours + to, theirs + from, static_cast<size_t>(n) * sizeof(float));
    });
  }

  /** Copies steps [t0,t1) of the computation to the caller's array. */
  void write(const float* ours, float* theirs, int64_t t0, int64_t t1) const {
    eachRun(t0, t1, [&](int64_t to, int64_t from, int64_t n) {
      std::memcpy(theirs + to, ours + from, static_cast<size_t>(n) * sizeof(float));
    });
  }
};
