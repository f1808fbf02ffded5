// SPDX-License-Identifier: MIT
// Architectures by name, and against the default model's file.
#include "model/architecture.hpp"

#include <gtest/gtest.h>

#include "model/model_file.hpp"
#include "model/state.hpp"
#include "random_weights.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

TEST(Architecture, IsFoundByItsName) {
  for (const std::string& name : architecture_names())
    EXPECT_EQ(make_architecture(name, 1).name, name);
  EXPECT_THROW(make_architecture("shm-next", 1), BadModel);
}

TEST(Architecture, OfTheDefaultModelIsWhatItsFileHolds) {
  const auto file = ModelFile::open(SHM_SOURCE_ROOT "/models/default.safetensors");
  const auto architecture =
      make_architecture(file.metadata.architecture, file.metadata.stem_stride);
  EXPECT_TRUE(compare_state(architecture.state(), file.weights).empty());
}

TEST(Architecture, StateDifferencesAreNamed) {
  const TemporaryFolder folder;
  const auto file = RandomWeights(make_shm_live().state()).in(folder);
  StateShapes state = make_shm_live().state();
  state["t_net.neck.0.weight"] = {3, 3};
  state["t_net.extra"] = {1};
  state.erase("m_net.last_conv.bias");
  const StateDifference difference = compare_state(state, file);
  EXPECT_EQ(difference.missing, std::vector<std::string>{"t_net.extra"});
  EXPECT_EQ(difference.unexpected, std::vector<std::string>{"\"m_net.last_conv.bias\""});
  EXPECT_EQ(difference.misshapen,
            std::vector<std::string>{"t_net.neck.0.weight: [128, 320, 1, 1] instead of [3, 3]"});
  EXPECT_THROW(check_same_state(difference, file), BadModel);
}

}  // namespace
}  // namespace shm
