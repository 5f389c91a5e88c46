// The kernels for arm64, where every processor has NEON.
#include <cmath>
#include <cstdint>
#include <cstring>

#include "inline.h"
#include "kernels.h"

#if defined(__aarch64__) || defined(_M_ARM64)
#include <arm_neon.h>

#include "vectors_neon.h"
// after the vectors
#include "table.h"

const Kernels NEON = tableNamed("native-neon");
#endif
