#include "processor.h"

#if defined(_MSC_VER) && !defined(__clang__) && defined(_M_X64)
#include <intrin.h>
#endif

namespace {

#if defined(__x86_64__) || defined(_M_X64)
#if defined(_MSC_VER) && !defined(__clang__)
/** The bits of CPUID's leaf 7 (EBX), as far as the operating system keeps the registers they need (XCR0). */
bool has(bool avx512) {
  int leaf[4];
  __cpuid(leaf, 1);
  const int wanted = (1 << 12) | (1 << 27) | (1 << 28); // FMA, OSXSAVE, AVX
  if ((leaf[2] & wanted) != wanted) return false;
  const unsigned long long state = _xgetbv(0);
  __cpuidex(leaf, 7, 0);
  if (!avx512) return (state & 0x6) == 0x6 && (leaf[1] & (1 << 5)) != 0;
  const unsigned sets = (1u << 16) | (1u << 17) | (1u << 30) | (1u << 31); // F, DQ, BW, VL
  return (state & 0xe6) == 0xe6 && (static_cast<unsigned>(leaf[1]) & sets) == sets;
}
bool hasAVX2() { return has(false); }
bool hasAVX512() { return has(true) && hasAVX2(); }
#else
bool hasAVX2() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }
bool hasAVX512() {
  return hasAVX2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
}
#endif
#endif

std::vector<const Kernels*> find() {
  std::vector<const Kernels*> found;
#if defined(__x86_64__) || defined(_M_X64)
  if (hasAVX512()) found.push_back(&AVX512);
  if (hasAVX2()) found.push_back(&AVX2);
#elif defined(__aarch64__) || defined(_M_ARM64)
  found.push_back(&NEON);
#endif
  return found;
}

}  // namespace

const std::vector<const Kernels*>& runnableKernels() {
  static const std::vector<const Kernels*> found = find();
  return found;
}
