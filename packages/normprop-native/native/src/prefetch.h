// Cache lines that are asked for before they are needed. Any address may be given: nothing is read by the program.
#pragma once

#include <cstdint>

#include "inline.h"

#if defined(_MSC_VER) && !defined(__clang__)
#include <intrin.h>
#endif

/** Into the first-level cache. */
INLINE void prefetchSoon(const float* p) {
#if defined(_MSC_VER) && !defined(__clang__) && defined(_M_X64)
  _mm_prefetch(reinterpret_cast<const char*>(p), _MM_HINT_T0);
#elif defined(_MSC_VER) && !defined(__clang__)
  __prefetch(p);
#else
  __builtin_prefetch(p, 0, 3);
#endif
}

/** Into the second-level cache. */
INLINE void prefetchLater(uintptr_t address) {
  const char* p = reinterpret_cast<const char*>(address);
#if defined(_MSC_VER) && !defined(__clang__) && defined(_M_X64)
  _mm_prefetch(p, _MM_HINT_T1);
#elif defined(_MSC_VER) && !defined(__clang__)
  __prefetch(p);
#else
  __builtin_prefetch(p, 0, 2);
#endif
}
