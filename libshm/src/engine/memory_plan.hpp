// SPDX-License-Identifier: MIT
// Which results of a network share memory: a buffer goes on to another once nobody reads it.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/plan.hpp"

namespace shm {

class MemoryPlan {
 public:
  explicit MemoryPlan(const Plan& plan) : plan_(plan) {}

  /// `sizes`: of each step's result, bytes. What is added to takes no buffer of its own.
  void share_out(const std::vector<std::size_t>& sizes);

  /// Of each step's result.
  const std::vector<int>& buffer_of() const { return buffer_of_; }
  const std::vector<std::size_t>& buffer_sizes() const { return sizes_; }

 private:
  int take(std::size_t size);
  void give_back_after(int step);

  const Plan& plan_;
  std::vector<int> buffer_of_;
  std::vector<std::size_t> sizes_;
  std::vector<int> free_;
};

}  // namespace shm
