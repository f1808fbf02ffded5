// SPDX-License-Identifier: MIT
// What elements of one process have in common stands once in memory.
#include "engine/onednn_convolution.hpp"

#include <gtest/gtest.h>

namespace shm {
namespace {

constexpr BandSize band{8, 8, 1, 1};
constexpr BandSize lower_band{4, 5, 0, 1};

Convolution convolution(float bias) {
  FoldedConvolution sizes;
  sizes.in = sizes.out = 16;
  sizes.kernel = 3;
  sizes.padding = 1;
  return {ConvolutionShape(sizes, {1, 8, 8, 16}),
          {Element::float32, Element::float32, Element::float32},
          Activation::relu,
          share(std::vector<float>(16 * 16 * 9, 0.5F)),
          share(std::vector<float>(16, bias))};
}

TEST(BandConvolution, EqualOnesStandOnce) {
  const auto first = band_convolution(convolution(1), band);
  EXPECT_EQ(band_convolution(convolution(1), band), first);
  EXPECT_NE(band_convolution(convolution(2), band), first);
}

TEST(BandConvolution, BandsOfOtherSizesHaveTheSameWeight) {
  const auto first = band_convolution(convolution(1), band);
  const auto lower = band_convolution(convolution(1), lower_band);
  EXPECT_NE(lower, first);
  EXPECT_EQ(lower->weight.get(), first->weight.get());
}

TEST(BandConvolution, IsGoneWithTheLastWhoHoldsIt) {
  auto first = band_convolution(convolution(3), band);
  const std::weak_ptr<const BandConvolution> seen = first;
  first.reset();
  EXPECT_TRUE(seen.expired());
}

}  // namespace
}  // namespace shm
