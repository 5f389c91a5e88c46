// The kernels for processors with AVX2 and FMA. The instruction set holds for this file alone: nothing of it may run
// before processor.cpp has found it, and nothing here may be shared with other files (all of it is in unnamed namespaces).
#include <cmath>
#include <cstdint>
#include <cstring>

#include "inline.h"
#include "kernels.h"

#if defined(__x86_64__) || defined(_M_X64)
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#elif defined(__GNUC__)
#pragma GCC target("avx2,fma")
#endif
#include <immintrin.h>

#include "vectors_avx2.h"
// after the vectors
#include "table.h"

const Kernels AVX2 = tableNamed("native-avx2");

#if defined(__clang__)
#pragma clang attribute pop
#endif
#endif
