// SPDX-License-Identifier: MIT
// Modules made from an architecture: names, shapes, gradients.
#include "nn/matting_net.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include <torch/torch.h>

#include "nn/state.hpp"
#include "random_network.hpp"
#include "shm/model.hpp"

namespace shm {
namespace {

std::vector<std::int64_t> sizes(const torch::Tensor& tensor) {
  return tensor.sizes().vec();
}

TEST(MattingNet, HasTheParametersOfTheOriginal) {
  std::int64_t count = 0;
  for (const auto& parameter : MattingNet(make_shm(1))->parameters())
    count += parameter.numel();
  EXPECT_EQ(count, 3'263'315);
}

class AnyNetwork : public testing::TestWithParam<Architecture> {};

TEST_P(AnyNetwork, GivesLogitsAndAlphaAtTheSizeOfTheInput) {
  const torch::NoGradGuard no_grad;
  auto network = random_network(GetParam());
  const auto output = network->forward(torch::rand({2, 3, 64, 96}));
  EXPECT_EQ(sizes(output.logits), (std::vector<std::int64_t>{2, 3, 64, 96}));
  EXPECT_EQ(sizes(output.alpha), (std::vector<std::int64_t>{2, 1, 64, 96}));
}

TEST_P(AnyNetwork, TrainsEveryParameterThatIsUsed) {
  MattingNet network(GetParam());
  const auto output = network->forward(torch::rand({2, 3, 64, 64}));
  (output.alpha.sum() + output.logits.sum()).backward();
  for (const auto& item : network->named_parameters())
    EXPECT_EQ(item.value().grad().defined(),
              item.key().find("en_conv_bn_relu_5") == std::string::npos)
        << item.key();
}

TEST_P(AnyNetwork, TakesThePretrainedEncodersNames) {
  const auto parameters = MattingNet(GetParam())->named_parameters();
  EXPECT_NE(parameters.find("t_net.feature.head_conv.0.weight"), nullptr);
  EXPECT_NE(parameters.find("t_net.feature.block_2.0.conv.0.weight"), nullptr);
}

INSTANTIATE_TEST_SUITE_P(Nn, AnyNetwork,
                         testing::Values(make_shm(1), make_shm(2), make_shm_live(),
                                         make_shm_live_context()),
                         [](const auto& test) {
                           std::string name =
                               test.param.name + "_" + std::to_string(test.param.least_multiple);
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

TEST(MattingNet, TakesSidesThatDoNotHalveEvenly) {
  const torch::NoGradGuard no_grad;
  const auto output = random_network(make_shm_live())->forward(torch::randn({2, 3, 60, 128}));
  EXPECT_EQ(sizes(output.alpha), (std::vector<std::int64_t>{2, 1, 60, 128}));
}

TEST(MattingNet, ContextBeginsAsIfItWereNotThere) {
  const torch::NoGradGuard no_grad;
  auto without = random_network(make_shm_live());
  MattingNet with(make_shm_live_context());
  with->eval();
  auto state = named_state(*with);
  for (const auto& [name, tensor] : named_state(*without))
    state.at(name).copy_(tensor);
  const torch::Tensor picture = torch::randn({1, 3, 64, 96});
  EXPECT_TRUE(torch::equal(with->forward(picture).alpha, without->forward(picture).alpha));
  state.at("t_net.context_3.1.weight").fill_(1);
  EXPECT_FALSE(torch::equal(with->forward(picture).alpha, without->forward(picture).alpha));
}

TEST(Fuse, TakesTheClassesWhereTheOrderSaysTheyAre) {
  const torch::Tensor probabilities = torch::tensor({0.1F, 0.7F, 0.2F}).reshape({1, 3, 1, 1});
  const torch::Tensor detail = torch::full({1, 1, 1, 1}, 0.5F);
  const auto alpha = [&](const char* order) {
    return fuse(probabilities, detail, parse_classes(order)).item<float>();
  };
  EXPECT_FLOAT_EQ(alpha("bg,fg,unsure"), 0.7F + 0.2F * 0.5F);
  EXPECT_FLOAT_EQ(alpha("bg,unsure,fg"), 0.2F + 0.7F * 0.5F);
  EXPECT_FLOAT_EQ(alpha("unsure,fg,bg"), 0.7F + 0.1F * 0.5F);
}

/// The same one for each layer.
ActivationRanges ranges_of(const Architecture& architecture, double range) {
  ActivationRanges ranges;
  for (const ConvolutionLayer& layer : architecture.layers())
    ranges[layer.name] = range;
  return ranges;
}

TEST(RoundedNetwork, GivesAllPicturesTheSameWhereLayersReachNoFurtherThanNothing) {
  const torch::NoGradGuard no_grad;
  auto network = random_network(make_shm_live());
  const torch::Tensor pictures = torch::randn({2, 3, 64, 96});
  const auto difference = [&] {
    const torch::Tensor alpha = network->forward(pictures).alpha;
    return (alpha[0] - alpha[1]).abs().max().item<double>();
  };
  EXPECT_GT(difference(), 1e-3);
  network->round_as_int8(ranges_of(network->architecture(), 1e-6));
  EXPECT_LT(difference(), 1e-4);
}

TEST(RoundedNetwork, IsNearlyWhatItWasWhereLayersReachAsFarAsTheyDo) {
  const torch::NoGradGuard no_grad;
  auto network = random_network(make_shm_live());
  const torch::Tensor picture = torch::randn({1, 3, 64, 96});
  const torch::Tensor exact = network->forward(picture).alpha;
  network->round_as_int8(ranges_of(network->architecture(), 6));
  const auto difference = (network->forward(picture).alpha - exact).abs().max().item<double>();
  EXPECT_GT(difference, 0);
  EXPECT_LT(difference, 0.1);
}

TEST(RoundedNetwork, LearnsAsIfItWereNotRounded) {
  MattingNet network(make_shm_live());
  network->round_as_int8(ranges_of(network->architecture(), 6));
  network->forward(torch::rand({2, 3, 64, 64})).alpha.sum().backward();
  EXPECT_GT(network->named_parameters()["t_net.feature.block_1.conv.0.weight"]
                .grad()
                .abs()
                .max()
                .item<double>(),
            0);
}

TEST(RoundedNetwork, RefusesRangesThatLackALayer) {
  MattingNet network(make_shm_live());
  ActivationRanges ranges = ranges_of(network->architecture(), 6);
  ranges.erase("m_net.conv_1.0");
  EXPECT_THROW(network->round_as_int8(ranges), BadModel);
}

}  // namespace
}  // namespace shm
