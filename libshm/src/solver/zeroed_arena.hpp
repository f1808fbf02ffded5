// SPDX-License-Identifier: MIT
// Memory of zeros, given out in pieces.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#include "base/huge_pages.hpp"

namespace shm {

/// Gives out memory of zeros piece by piece, and takes it back all at once.
class ZeroedArena {
 public:
  float* take(std::size_t count) {
    if (count > left_) add_chunk(count);
    left_ -= count;
    return std::exchange(next_, next_ + count);
  }

 private:
  static constexpr std::size_t least_chunk = std::size_t(1) << 14;  ///< floats
  static constexpr std::size_t most_chunk = std::size_t(1) << 21;   ///< unless one piece is larger

  struct Free {
    void operator()(float* data) const { std::free(data); }
  };

  /// Each is larger than the one before, as more is taken.
  void add_chunk(std::size_t count) {
    left_ = std::max(count, usual_);
    usual_ = std::min(2 * usual_, most_chunk);
    chunks_.emplace_back(static_cast<float*>(std::calloc(left_, sizeof(float))));
    next_ = chunks_.back().get();
    if (!next_) throw std::bad_alloc();
    ask_for_huge_pages(next_, left_ * sizeof(float));
  }

  std::vector<std::unique_ptr<float, Free>> chunks_;
  std::size_t usual_ = least_chunk;  ///< size of the next chunk
  float* next_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace shm
