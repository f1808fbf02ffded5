// SPDX-License-Identifier: MIT
// Where a network's results lie: several in one place, one after the other.
#include "engine/memory_plan.hpp"

#include <algorithm>

#include "base/aligned_memory.hpp"

namespace shm {

MemoryPlan::MemoryPlan(const Plan& plan, const std::vector<std::size_t>& sizes) {
  find_chains(plan, sizes);
  place_chains(int(plan.steps.size()));
  for (const std::size_t chain : chain_of_)
    places_.push_back(chains_[chain].place);
}

void MemoryPlan::find_chains(const Plan& plan, const std::vector<std::size_t>& sizes) {
  for (int i = 0; i < int(plan.steps.size()); ++i) {
    const PlanStep& step = plan.steps[std::size_t(i)];
    const bool in_place = step.kind == PlanStep::Kind::convolution && step.other != no_value;
    if (!in_place) chains_.push_back({i, i});
    chain_of_.push_back(in_place ? chain_of_.at(std::size_t(step.other) - 1) : chains_.size() - 1);
    Chain& chain = chains_[chain_of_.back()];
    chain.bytes = std::max(chain.bytes, AlignedMemory::rounded_up(sizes.at(std::size_t(i))));
    chain.last = std::max(chain.last, plan.last_uses.at(std::size_t(i) + 1));
  }
}

/// `steps`: how many there are; outputs are needed beyond.
void MemoryPlan::place_chains(int steps) {
  std::vector<Chain*> by_size;
  for (Chain& chain : chains_)
    by_size.push_back(&chain);
  std::ranges::stable_sort(by_size, std::greater(), &Chain::bytes);
  std::vector<const Chain*> placed;  // in the order of their places
  for (Chain* chain : by_size) {
    if (chain->last >= steps) {
      chain->place = {true, kept_bytes_};
      kept_bytes_ += chain->bytes;
      continue;
    }
    chain->place = {false, lowest_free(*chain, placed)};
    shared_bytes_ = std::max(shared_bytes_, chain->place.begin + chain->bytes);
    const auto begin = [](const Chain* other) { return other->place.begin; };
    placed.insert(std::ranges::upper_bound(placed, chain->place.begin, {}, begin), chain);
  }
}

std::size_t MemoryPlan::lowest_free(const Chain& chain,
                                    const std::vector<const Chain*>& placed) const {
  std::size_t begin = 0;
  for (const Chain* other : placed) {
    const bool at_once = other->first <= chain.last && chain.first <= other->last;
    if (at_once && other->place.begin < begin + chain.bytes)
      begin = std::max(begin, other->place.begin + other->bytes);
  }
  return begin;
}

}  // namespace shm
