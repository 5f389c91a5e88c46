#include "memory.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <new>

#if defined(_WIN32)
#include <malloc.h>
#endif
#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace {

constexpr size_t ALIGN = 64;
/** Blocks of this size and more start where a large page does. */
constexpr size_t LARGE_PAGE = 1 << 21;
/** Vector loads and stores may run this far over an array's end. */
constexpr size_t SLACK = 256;
/** Freed bytes that are kept whatever was in use before. */
constexpr size_t LEAST_KEPT = 1 << 24;

/** Memory of all threads of JavaScript in this process. */
struct Store {
  std::mutex mutex;
  std::map<size_t, std::vector<void*>> free;
  size_t kept = 0;
  size_t used = 0;
  size_t peak = 0;
};

Store& store() {
  static Store* all = new Store; // never destroyed: reserves may be collected while the process ends
  return *all;
}

/** Sizes go up in eighths of a power of two, so that a loop of nearly equal calls finds its blocks again. */
size_t roundUp(size_t bytes) {
  size_t step = ALIGN;
  while (step * 16 <= bytes) step *= 2;
  return (bytes + step - 1) / step * step;
}

void* take(size_t size) {
  const size_t align = size >= LARGE_PAGE ? LARGE_PAGE : ALIGN;
#if defined(_WIN32)
  return _aligned_malloc(size, align);
#else
  void* start = nullptr;
  if (posix_memalign(&start, align, size) != 0) return nullptr;
#if defined(__linux__)
  if (size >= LARGE_PAGE) madvise(start, size, MADV_HUGEPAGE);
#endif
  return start;
#endif
}

void drop(void* start) {
#if defined(_WIN32)
  _aligned_free(start);
#else
  std::free(start);
#endif
}

void dropKept(Store& all) {
  for (auto& [size, blocks] : all.free)
    for (void* start : blocks) drop(start);
  all.free.clear();
  all.kept = 0;
}

void* takeBlock(size_t size) {
  Store& all = store();
  const std::lock_guard<std::mutex> lock(all.mutex);
  void* start = nullptr;
  const auto found = all.free.find(size);
  if (found != all.free.end() && !found->second.empty()) {
    start = found->second.back();
    found->second.pop_back();
    all.kept -= size;
  } else {
    start = take(size);
    if (start == nullptr) {
      dropKept(all);
      start = take(size);
    }
    if (start == nullptr) throw std::bad_alloc();
  }
  all.used += size;
  all.peak = std::max(all.peak, all.used);
  return start;
}

void giveBlock(void* start, size_t size) {
  Store& all = store();
  const std::lock_guard<std::mutex> lock(all.mutex);
  all.used -= size;
  all.kept += size;
  all.free[size].push_back(start);
  if (all.kept > 2 * all.peak + LEAST_KEPT) dropKept(all);
}

}  // namespace

MemoryUse memoryUse() {
  Store& all = store();
  const std::lock_guard<std::mutex> lock(all.mutex);
  return {all.kept + all.used, all.used, all.peak};
}

void forgetPeak() {
  Store& all = store();
  const std::lock_guard<std::mutex> lock(all.mutex);
  all.peak = all.used;
}

Lease::~Lease() {
  for (const Block& block : blocks_) giveBlock(block.start, block.size);
}

float* Lease::floats(int64_t n) {
  const size_t size = roundUp(static_cast<size_t>(n) * sizeof(float) + SLACK);
  blocks_.reserve(blocks_.size() + 1);
  void* start = takeBlock(size);
  blocks_.push_back({start, size});
  bytes_ += size;
  return static_cast<float*>(start);
}

const float* Lease::copy(const float* values, int64_t n) {
  if (values == nullptr) return nullptr;
  float* place = floats(n);
  std::memcpy(place, values, static_cast<size_t>(n) * sizeof(float));
  return place;
}

float* Lease::filled(int64_t n, float value) {
  float* place = floats(n);
  std::fill(place, place + n, value);
  return place;
}
