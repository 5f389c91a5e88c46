// Memory for the kernels: freed blocks are kept for the next call, because fresh pages cost more than a training step's sums.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

struct MemoryUse {
  /** Bytes taken from the system. */
  size_t held;
  /** Bytes given out. */
  size_t used;
  /** The most bytes given out at a time since `forgetPeak`. */
  size_t peak;
};

MemoryUse memoryUse();
void forgetPeak();

/** Blocks that are given back together. */
class Lease {
 public:
  Lease() = default;
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  ~Lease();

  /** Room for n floats, not cleared. Throws std::bad_alloc when the system refuses it. */
  float* floats(int64_t n);
  /** A copy of n floats; nullptr of nullptr. */
  const float* copy(const float* values, int64_t n);
  /** n floats that are all `value`. */
  float* filled(int64_t n, float value);
  /** Bytes of all blocks. */
  size_t bytes() const { return bytes_; }

 private:
  struct Block {
    void* start;
    size_t size;
  };
  std::vector<Block> blocks_;
  size_t bytes_ = 0;
};
