#include "nn/shm_net.hpp"

#include <gtest/gtest.h>

#include <torch/torch.h>

#include "random_network.hpp"

namespace shm {
namespace {

TEST(ShmNet, HasTheParametersOfTheOriginal) {
  std::int64_t count = 0;
  for (const auto& parameter : ShmNet()->parameters())
    count += parameter.numel();
  EXPECT_EQ(count, 3'263'315);
}

class StemStride : public testing::TestWithParam<int> {};

TEST_P(StemStride, GivesLogitsAndAlphaAtTheSizeOfTheInput) {
  const torch::NoGradGuard no_grad;
  auto network = random_network({}, GetParam());
  const auto output = network->forward(torch::rand({2, 3, 64, 96}));
  EXPECT_EQ(output.logits.sizes(), (std::vector<std::int64_t>{2, 3, 64, 96}));
  EXPECT_EQ(output.alpha.sizes(), (std::vector<std::int64_t>{2, 1, 64, 96}));
}

TEST_P(StemStride, TrainsEveryParameterThatIsUsed) {
  ShmNet network(ClassOrder{}, GetParam());
  const auto output = network->forward(torch::rand({2, 3, 64, 64}));
  (output.alpha.sum() + output.logits.sum()).backward();
  for (const auto& item : network->named_parameters())
    EXPECT_EQ(item.value().grad().defined(),
              item.key().find("en_conv_bn_relu_5") == std::string::npos)
        << item.key();
}

INSTANTIATE_TEST_SUITE_P(ShmNet, StemStride, testing::Values(1, 2));

TEST(Fuse, TakesTheClassesWhereTheOrderSaysTheyAre) {
  const torch::Tensor probabilities = torch::tensor({0.1F, 0.7F, 0.2F}).reshape({1, 3, 1, 1});
  const torch::Tensor detail = torch::full({1, 1, 1, 1}, 0.5F);
  const auto alpha = [&](const char* order) {
    return fuse(probabilities, detail, ClassOrder::parse(order)).item<float>();
  };
  EXPECT_FLOAT_EQ(alpha("bg,fg,unsure"), 0.7F + 0.2F * 0.5F);
  EXPECT_FLOAT_EQ(alpha("bg,unsure,fg"), 0.2F + 0.7F * 0.5F);
  EXPECT_FLOAT_EQ(alpha("unsure,fg,bg"), 0.7F + 0.1F * 0.5F);
}

}  // namespace
}  // namespace shm
