// One step of a sequence whose inputs come one at a time, its rows shared between threads where that is worth it.
#pragma once

#include <algorithm>
#include <cstdint>

#include "lstmCall.h"
#include "pool.h"
#include "share.h"

/** Calls `body(rows, scratch)` for each thread's slice of the batch. */
template <typename Body>
void runStep(Reserve& reserve, int64_t threads, int64_t multiplyAdds, const Body& body) {
  const Sequence& s = reserve.sequence;
  const Kernels& kernels = *reserve.kernels;
  const int64_t parts = s.normalizer == BATCH ? 1 : partsFor(threads, multiplyAdds);
  const std::vector<Slice> rows = slices(s.batch, parts, ROW_GROUP);
  while (reserve.scratch.size() < rows.size())
    reserve.scratch.push_back(
        reserve.lease.floats(std::max(kernels.sequenceScratch(s, s.batch), kernels.packedProductScratch(s.batch))));
  runParts(static_cast<int64_t>(rows.size()), [&](int64_t i) {
    body(rows[static_cast<size_t>(i)], reserve.scratch[static_cast<size_t>(i)]);
  });
}
