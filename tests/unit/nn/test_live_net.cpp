#include "nn/live_net.hpp"

#include <gtest/gtest.h>

#include "random_network.hpp"

namespace shm {
namespace {

TEST(LiveNet, GivesLogitsAndAlphaOfThePicturesSize) {
  const c10::InferenceMode inference;
  for (const int height : {64, 60}) {
    const auto output = random_live_network()->forward(torch::randn({2, 3, height, 128}));
    EXPECT_EQ(output.logits.sizes(), torch::IntArrayRef({2, 3, height, 128}));
    EXPECT_EQ(output.alpha.sizes(), torch::IntArrayRef({2, 1, height, 128}));
  }
}

TEST(LiveNet, TakesThePretrainedEncodersNames) {
  const auto parameters = LiveNet()->named_parameters();
  EXPECT_NE(parameters.find("t_net.feature.head_conv.0.weight"), nullptr);
  EXPECT_NE(parameters.find("t_net.feature.block_2.0.conv.0.weight"), nullptr);
}

TEST(LiveMNet, SeesNoFurtherThanItsReach) {
  const c10::InferenceMode inference;
  LiveMNet m_net = random_live_network()->m_net;
  const torch::Tensor context = torch::randn({1, 19, 16, 16});
  torch::Tensor image = torch::randn({1, 3, 64, 64});
  const torch::Tensor before = m_net->forward(image, context);
  constexpr int row = 32;
  image[0].narrow(1, 0, row) += 1;
  const torch::Tensor change = (m_net->forward(image, context) - before).abs()[0][0];
  EXPECT_GT(change.narrow(0, row - 2, 2).max().item<float>(), 0);
  EXPECT_EQ(change.narrow(0, row + LiveMNetImpl::reach, 8).max().item<float>(), 0);
}

}  // namespace
}  // namespace shm
