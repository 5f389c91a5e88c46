// Functions that have to be inlined, so that vectors stay in registers.
#pragma once

#if defined(_MSC_VER) && !defined(__clang__)
#define INLINE static __forceinline
#define INLINE_LAMBDA
#define UNROLL
#else
#define INLINE static inline __attribute__((always_inline))
#define INLINE_LAMBDA __attribute__((always_inline))
#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 32")
#endif
#endif
