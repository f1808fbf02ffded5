// SPDX-License-Identifier: MIT
// Trimaps against the original's, pixel for pixel.
#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "shared_data.hpp"
#include "shm/picture.hpp"
#include "shm/trimap.hpp"

/// The original's trimaps: mask number, kernel size.
class TrimapGolden : public testing::TestWithParam<std::tuple<int, int>> {};

TEST_P(TrimapGolden, EqualsTheOriginalsPixelForPixel) {
  SHM_NEEDS_SHARED_DATA();
  const auto [number, size] = GetParam();
  const std::string n = std::to_string(number);
  const auto read = [](const std::string& name) {
    return shm::read_picture(shared_data("golden/" + name), shm::ReadAs::gray);
  };
  const shm::Image expected = read("trimap_" + n + "_size" + std::to_string(size) + ".png");
  const shm::Image trimap = trimap_from_mask(read("mask_" + n + ".png"), {.size = size});
  ASSERT_EQ(trimap.width(), expected.width());
  ASSERT_EQ(trimap.height(), expected.height());
  EXPECT_EQ(std::memcmp(trimap.view().data, expected.view().data,
                        std::size_t(trimap.width() * trimap.height())),
            0);
}

INSTANTIATE_TEST_SUITE_P(Original, TrimapGolden,
                         testing::Combine(testing::Values(0, 1, 2), testing::Values(10, 25)));
