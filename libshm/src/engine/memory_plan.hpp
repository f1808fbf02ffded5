// SPDX-License-Identifier: MIT
// Where a network's results lie: several in one place, one after the other.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/plan.hpp"

namespace shm {

/// Results that nobody reads any more make room for others, largest results first: "greedy by size"
/// (Pisarchyk, Lee: Efficient Memory Management for Deep Neural Net Inference, arXiv 2001.03288,
/// 2020). Outputs lie apart, where no later run of another network overwrites them.
class MemoryPlan {
 public:
  struct Place {
    bool kept;  ///< among the outputs, else in memory that is free again after the last step
    std::size_t begin;
  };

  /// `sizes`: of each step's result, bytes. What is added to takes no memory of its own.
  MemoryPlan(const Plan& plan, const std::vector<std::size_t>& sizes);

  /// Of each step's result.
  const std::vector<Place>& places() const { return places_; }
  std::size_t kept_bytes() const { return kept_bytes_; }
  std::size_t shared_bytes() const { return shared_bytes_; }

 private:
  /// Results that lie in one place since each is added to the one before.
  struct Chain {
    int first, last;  ///< steps between which it is needed
    std::size_t bytes = 0;
    Place place{};
  };

  void find_chains(const Plan& plan, const std::vector<std::size_t>& sizes);
  void place_chains(int steps);
  std::size_t lowest_free(const Chain& chain, const std::vector<const Chain*>& placed) const;

  std::vector<Chain> chains_;
  std::vector<std::size_t> chain_of_;  ///< of each step
  std::vector<Place> places_;
  std::size_t kept_bytes_ = 0, shared_bytes_ = 0;
};

}  // namespace shm
