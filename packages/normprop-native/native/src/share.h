// Which work is worth more than one thread.
#pragma once

#include <cstdint>

/** Multiply-adds below which waking a thread costs more than it gains: about half a millisecond of one core. */
constexpr int64_t LEAST_WORK = 30'000'000;

inline int64_t partsFor(int64_t threads, int64_t multiplyAdds) { return multiplyAdds < LEAST_WORK ? 1 : threads; }
