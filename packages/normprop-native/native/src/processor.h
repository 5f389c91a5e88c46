// What this processor can run.
#pragma once

#include <vector>

#include "kernels.h"

/** The kernels that this processor and its operating system can run, the fastest first. */
const std::vector<const Kernels*>& runnableKernels();
