// SPDX-License-Identifier: MIT
// That no buffer is written while somebody still reads it.
#include "engine/memory_plan.hpp"

#include <gtest/gtest.h>

#include "model/architecture.hpp"
#include "random_weights.hpp"

namespace shm {
namespace {

Plan plan_of_live() {
  const TemporaryFolder folder;
  const Architecture live = make_shm_live();
  return plan_of(live.t_net, RandomWeights(live.state()).in(folder));
}

TEST(MemoryPlan, NeverWritesWhatIsStillRead) {
  const Plan plan = plan_of_live();
  MemoryPlan memory(plan);
  memory.share_out(std::vector<std::size_t>(plan.steps.size(), 100));
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const bool in_place =
        plan.steps[i].kind == PlanStep::Kind::convolution && plan.steps[i].other != no_value;
    for (std::size_t earlier = 0; earlier < i; ++earlier) {
      if (plan.last_uses[earlier + 1] < int(i)) continue;
      if (in_place && plan.steps[i].other == Value(earlier) + 1) continue;
      EXPECT_NE(memory.buffer_of()[i], memory.buffer_of()[earlier]) << earlier << " and " << i;
    }
  }
}

TEST(MemoryPlan, NeedsFewBuffersForManyResults) {
  const Plan plan = plan_of_live();
  MemoryPlan memory(plan);
  memory.share_out(std::vector<std::size_t>(plan.steps.size(), 100));
  EXPECT_LE(memory.buffer_sizes().size(), 9U);
}

TEST(MemoryPlan, BuffersHoldTheLargestOfTheirResults) {
  const Plan plan = plan_of_live();
  std::vector<std::size_t> sizes;
  for (std::size_t i = 0; i < plan.steps.size(); ++i)
    sizes.push_back(1 + i * 37 % 101);
  MemoryPlan memory(plan);
  memory.share_out(sizes);
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    if (plan.steps[i].other != no_value) continue;
    EXPECT_GE(memory.buffer_sizes().at(std::size_t(memory.buffer_of()[i])), sizes[i]);
  }
}

}  // namespace
}  // namespace shm
