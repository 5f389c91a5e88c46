// Threads that share the work of a call.
#pragma once

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

using Slice = std::pair<int64_t, int64_t>;

/** Cuts [0,n) into at most `parts` slices whose starts are multiples of `unit`, as equal as that allows. */
std::vector<Slice> slices(int64_t n, int64_t parts, int64_t unit);

/** Runs body(0) … body(parts − 1), the first on the calling thread; returns when all are done. They must not throw. */
void runParts(int64_t parts, const std::function<void(int64_t)>& body);

/** Ends the threads; the next `runParts` starts them again. */
void stopThreads();
