#include "infer/convolution.hpp"

#include <gtest/gtest.h>

#include <torch/torch.h>

#include "infer/fold.hpp"
#include "infer/prepared_convolution.hpp"
#include "infer/sub_pixel.hpp"
#include "nn/layers.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

torch::Tensor picture(int channels, int height, int width) {
  return torch::randn({1, channels, height, width}).contiguous(at::MemoryFormat::ChannelsLast);
}

double worst_difference(const torch::Tensor& a, const torch::Tensor& b) {
  EXPECT_EQ(a.sizes(), b.sizes());
  return (a - b).abs().max().item<double>();
}

/// A sequence in evaluation mode whose batch norms do something.
torch::nn::Sequential trained(torch::nn::Sequential sequence) {
  const torch::NoGradGuard no_grad;
  for (const auto& child : sequence->children())
    if (const auto* norm = child->as<torch::nn::BatchNorm2d>())
      for (const auto& tensor : {norm->weight, norm->bias, norm->running_mean, norm->running_var})
        torch::Tensor(tensor).uniform_(0.5, 1.5);
  sequence->eval();
  return sequence;
}

struct Backend {
  const char* name;
  ConvolutionMaker make;
};

class Convolutions : public testing::TestWithParam<Backend> {
 protected:
  void SetUp() override { torch::manual_seed(1); }

  c10::InferenceMode inference_;
};

TEST_P(Convolutions, EqualTheLayersThatWereFolded) {
  for (const int stride : {1, 2}) {
    auto layers = trained(conv_bn_relu(6, 16, stride));
    const auto folded = GetParam().make(fold_one(*layers));
    for (const auto& [height, width] : {std::pair(32, 48), std::pair(16, 16)}) {
      const torch::Tensor x = picture(6, height, width);
      EXPECT_LT(worst_difference((*folded)(x), layers->forward(x)), 1e-5);
    }
  }
}

TEST_P(Convolutions, EqualAnInvertedResidualWithItsSum) {
  InvertedResidual block(16, 16, 1, 6);
  trained(block->conv);
  const auto specs = fold(*block->conv);
  ASSERT_EQ(specs.size(), 3);
  const torch::Tensor x = picture(16, 24, 24);
  torch::Tensor y = x;
  for (int i : {0, 1})
    y = (*GetParam().make(specs[i]))(y);
  const torch::Tensor expected = block->forward(x);
  EXPECT_LT(worst_difference(GetParam().make(specs[2])->add_to(x, y), expected), 1e-5);
}

TEST_P(Convolutions, OnSubPixelsEqualTheTransposedConvolution) {
  torch::nn::ConvTranspose2d transposed(
      torch::nn::ConvTranspose2dOptions(8, 5, 5).stride(2).padding(2).output_padding(1).bias(
          false));
  const auto up = GetParam().make(sub_pixel(*transposed));
  const torch::Tensor x = picture(8, 12, 20);
  EXPECT_LT(worst_difference(at::pixel_shuffle((*up)(x), 2), transposed->forward(x)), 1e-5);
}

TEST_P(Convolutions, OnSubPixelsEqualThoseOnTheWholePicture) {
  for (const int kernel : {3, 5}) {
    auto conv = same_conv(4, 2, kernel, true);
    const auto phased = GetParam().make(on_sub_pixels(spec_of(*conv)));
    const torch::Tensor large = torch::randn({1, 4, 24, 32});
    const torch::Tensor phases =
        at::pixel_unshuffle(large, 2).contiguous(at::MemoryFormat::ChannelsLast);
    EXPECT_LT(worst_difference(at::pixel_shuffle((*phased)(phases), 2), conv->forward(large)),
              1e-5);
  }
}

INSTANTIATE_TEST_SUITE_P(Infer, Convolutions,
                         testing::Values(Backend{"aten", aten_convolutions(at::kFloat)},
                                         Backend{"onednn", onednn_convolutions(at::kFloat)}),
                         [](const auto& test) { return test.param.name; });

/// Whole numbers of 8 bits, and what they stand for.
struct Quantised {
  torch::Tensor numbers;
  torch::Tensor real;
};

Quantised quantised(const torch::Tensor& x, Levels levels) {
  const double least = levels.is_signed ? -127 : 0;
  const double most = levels.is_signed ? 127 : 255;
  const auto numbers =
      (x / levels.step).round().clamp(least, most).contiguous(at::MemoryFormat::ChannelsLast);
  return {numbers.to(levels.is_signed ? at::kChar : at::kByte), numbers * levels.step};
}

/// A convolution in int8 whose result reaches to `range`.
ConvolutionPtr in_int8(const ConvolutionSpec& spec, double range) {
  return int8_convolutions({range})(spec);
}

/// How much coarser weights are where the processor would saturate with all their bits.
double coarser() {
  return 127.0 / largest_int8_weight();
}

TEST(Int8Convolutions, KeepToAFewStepsOfTheResult) {
  const c10::InferenceMode inference;
  torch::manual_seed(1);
  for (const bool is_signed : {true, false}) {
    const Levels in = levels_to(3, is_signed);
    const Quantised x = quantised(picture(24, 24, 40), in);
    for (const int stride : {1, 2}) {
      const auto spec = fold_one(*trained(conv_bn_relu(24, 16, stride)));
      const torch::Tensor expected = (*aten_convolutions(at::kFloat)(spec))(x.real);
      const auto convolution = in_int8(taking(spec, in), expected.max().item<double>());
      const torch::Tensor y = (*convolution)(x.numbers);
      EXPECT_EQ(y.scalar_type(), at::kByte);
      const double step = convolution->levels().step;
      EXPECT_LT(worst_difference(y * step, expected), 2 * coarser() * step);
    }
  }
}

TEST(Int8Convolutions, AddToWhatHasOtherLevelsAndNoSign) {
  const c10::InferenceMode inference;
  torch::manual_seed(1);
  const Levels in = levels_to(3, false);
  const Levels before = levels_to(2, false);
  const Quantised x = quantised(picture(32, 16, 24), in);
  const Quantised sum = quantised(picture(16, 16, 24), before);
  const auto spec = spec_of(*same_conv(32, 16, 1, true));
  const torch::Tensor expected = (*aten_convolutions(at::kFloat)(spec))(x.real) + sum.real;
  const auto convolution = in_int8(taking(spec, in, before), expected.abs().max().item<double>());
  const torch::Tensor y = convolution->add_to(sum.numbers, x.numbers);
  EXPECT_EQ(y.scalar_type(), at::kChar);
  const double step = convolution->levels().step;
  EXPECT_LT(worst_difference(y * step, expected), 2 * coarser() * step);
}

TEST(Int8Convolutions, AnswerInFloatingPoint) {
  const c10::InferenceMode inference;
  torch::manual_seed(1);
  const Levels in = levels_to(3, true);
  const Quantised x = quantised(picture(16, 16, 24), in);
  const auto spec = spec_of(*same_conv(16, 3, 3, true));
  const torch::Tensor y = (*in_int8(answering(spec, in), 0))(x.numbers);
  EXPECT_EQ(y.scalar_type(), at::kFloat);
  EXPECT_LT(worst_difference(y, (*aten_convolutions(at::kFloat)(spec))(x.real)), 0.02 * coarser());
}

TEST(Int8Convolutions, NeedARangeForEachOfThem) {
  const auto make = int8_convolutions({1});
  const auto spec = spec_of(*same_conv(4, 4, 1, true));
  make(spec);
  EXPECT_THROW(make(spec), BadModel);
}

TEST(MeasuringConvolutions, KeepTheLargestMagnitudeOfEach) {
  const c10::InferenceMode inference;
  std::vector<double> ranges;
  const auto make = measuring_convolutions(aten_convolutions(at::kFloat), ranges);
  auto conv = same_conv(1, 1, 1, true);
  conv->weight.fill_(2);
  conv->bias.fill_(0);
  const auto first = make(spec_of(*conv));
  const auto second = make(spec_of(*conv));
  (*first)(torch::full({1, 1, 4, 4}, -3.F));
  (*first)(torch::full({1, 1, 4, 4}, 1.F));
  second->add_to(torch::ones({1, 1, 4, 4}), torch::ones({1, 1, 4, 4}));
  EXPECT_EQ(ranges, (std::vector<double>{6, 3}));
}

}  // namespace
}  // namespace shm
