// SPDX-License-Identifier: MIT
// That no result is overwritten while somebody still reads it.
#include "engine/memory_plan.hpp"

#include <gtest/gtest.h>

#include <numeric>

#include "model/architecture.hpp"
#include "random_weights.hpp"

namespace shm {
namespace {

Plan plan_of_live() {
  const TemporaryFolder folder;
  const Architecture live = make_shm_live();
  return plan_of(live.t_net, RandomWeights(live.state()).in(folder));
}

/// Of many kinds.
std::vector<std::size_t> sizes_for(const Plan& plan) {
  std::vector<std::size_t> sizes;
  for (std::size_t i = 0; i < plan.steps.size(); ++i)
    sizes.push_back(1 + i * 3701 % 10007);
  return sizes;
}

/// Whether the results of two steps have a byte in common.
bool share_memory(const MemoryPlan& memory, const std::vector<std::size_t>& sizes, std::size_t a,
                  std::size_t b) {
  const auto [a_kept, a_begin] = memory.places()[a];
  const auto [b_kept, b_begin] = memory.places()[b];
  return a_kept == b_kept && a_begin < b_begin + sizes[b] && b_begin < a_begin + sizes[a];
}

TEST(MemoryPlan, NeverWritesWhatIsStillRead) {
  const Plan plan = plan_of_live();
  const std::vector<std::size_t> sizes = sizes_for(plan);
  const MemoryPlan memory(plan, sizes);
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const bool in_place =
        plan.steps[i].kind == PlanStep::Kind::convolution && plan.steps[i].other != no_value;
    for (std::size_t earlier = 0; earlier < i; ++earlier) {
      if (plan.last_uses[earlier + 1] < int(i)) continue;
      if (in_place && plan.steps[i].other == Value(earlier) + 1) continue;
      EXPECT_FALSE(share_memory(memory, sizes, i, earlier)) << earlier << " and " << i;
    }
  }
}

TEST(MemoryPlan, NeedsLittleForManyResults) {
  const Plan plan = plan_of_live();
  const std::vector<std::size_t> sizes = sizes_for(plan);
  const MemoryPlan memory(plan, sizes);
  const std::size_t all = std::accumulate(sizes.begin(), sizes.end(), std::size_t(0));
  EXPECT_LT(memory.shared_bytes() + memory.kept_bytes(), all / 5);
}

TEST(MemoryPlan, HoldsEachResultWithinItsMemory) {
  const Plan plan = plan_of_live();
  const std::vector<std::size_t> sizes = sizes_for(plan);
  const MemoryPlan memory(plan, sizes);
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const auto [kept, begin] = memory.places()[i];
    EXPECT_LE(begin + sizes[i], kept ? memory.kept_bytes() : memory.shared_bytes());
  }
}

TEST(MemoryPlan, KeepsOutputsApartFromWhatTheNextNetworkMayOverwrite) {
  const Plan plan = plan_of_live();
  const MemoryPlan memory(plan, sizes_for(plan));
  for (const Value output : plan.outputs)
    EXPECT_TRUE(memory.places()[std::size_t(output) - 1].kept) << output;
}

}  // namespace
}  // namespace shm
