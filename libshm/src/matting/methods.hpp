// SPDX-License-Identifier: MIT
// The table of methods: function, memory.
#pragma once

#include <cstddef>

#include "matting/problem.hpp"
#include "shm/alpha_matting.hpp"

namespace shm {

/// What there is to know of a method of alpha matting.
struct MethodEntry {
  MattingMethod method;
  MattingSolution (*solve)(const MattingProblem& problem, const AlphaOptions& options);
  /// Bytes, measured at 0.1 to 8 megapixels (bench/compare_pymatting.py) with a fifth added.
  std::size_t bytes_a_pixel;
  std::size_t bytes_an_unknown_pixel;
};

const MethodEntry& method_of(MattingMethod method);

}  // namespace shm
