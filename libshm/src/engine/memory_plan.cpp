// SPDX-License-Identifier: MIT
// Which results of a network share memory: a buffer goes on to another once nobody reads it.
#include "engine/memory_plan.hpp"

#include <algorithm>

namespace shm {

void MemoryPlan::share_out(const std::vector<std::size_t>& sizes) {
  buffer_of_.clear();
  for (int i = 0; i < int(plan_.steps.size()); ++i) {
    const PlanStep& step = plan_.steps[std::size_t(i)];
    const bool in_place = step.kind == PlanStep::Kind::convolution && step.other != no_value;
    buffer_of_.push_back(in_place ? buffer_of_.at(std::size_t(step.other) - 1)
                                  : take(sizes.at(std::size_t(i))));
    give_back_after(i);
  }
}

/// The smallest free one that is large enough, else the largest, made larger.
int MemoryPlan::take(std::size_t size) {
  const auto fits = [&](int buffer) { return sizes_[std::size_t(buffer)] >= size; };
  const auto better = [&](int a, int b) {
    const std::size_t size_a = sizes_[std::size_t(a)];
    const std::size_t size_b = sizes_[std::size_t(b)];
    if (fits(a) != fits(b)) return fits(a);
    return fits(a) ? size_a < size_b : size_a > size_b;
  };
  const auto best = std::min_element(free_.begin(), free_.end(), better);
  if (best == free_.end()) {
    sizes_.push_back(size);
    return int(sizes_.size()) - 1;
  }
  const int buffer = *best;
  free_.erase(best);
  sizes_[std::size_t(buffer)] = std::max(sizes_[std::size_t(buffer)], size);
  return buffer;
}

/// Two values may have one buffer: then the later one's last use counts.
void MemoryPlan::give_back_after(int step) {
  for (int buffer = 0; buffer < int(sizes_.size()); ++buffer) {
    if (std::ranges::count(free_, buffer) > 0) continue;
    int last = -1;
    for (std::size_t i = 0; i < buffer_of_.size(); ++i)
      if (buffer_of_[i] == buffer) last = plan_.last_uses.at(i + 1);
    if (last <= step) free_.push_back(buffer);
  }
}

}  // namespace shm
