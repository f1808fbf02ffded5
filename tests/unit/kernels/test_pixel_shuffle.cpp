// SPDX-License-Identifier: MIT
// Four pictures become one, pixel by pixel.
#include "kernels/cpu/pixel_shuffle.hpp"

#include <gtest/gtest.h>

#include <vector>

TEST(PixelShuffle, PutsFourPicturesTogether) {
  constexpr int height = 3, width = 2, channels = 2;
  std::vector<float> four, large(std::size_t(4 * height * width * channels));
  for (int i = 0; i < height * width * 4 * channels; ++i)
    four.push_back(float(i));
  shm::pixel_shuffle(four.data(), {height, width, 4 * channels}, large.data(), {0, height});
  for (int y = 0; y < 2 * height; ++y)
    for (int x = 0; x < 2 * width; ++x)
      for (int c = 0; c < channels; ++c) {
        const int pixel = y / 2 * width + x / 2;
        EXPECT_EQ(large[std::size_t((y * 2 * width + x) * channels + c)],
                  float(pixel * 4 * channels + 4 * c + 2 * (y % 2) + x % 2));
      }
}
