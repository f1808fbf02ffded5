// SPDX-License-Identifier: MIT
// What the source pad carries, as the properties of looks have it.
#include <gtest/gtest.h>

#include "harness.hpp"

namespace shm {
namespace {

TEST(Outputs, TheSmallestAndTheWidestFrameGoThrough) {
  for (const auto& [width, height] :
       {std::pair(16, 16), std::pair(8192, 16), std::pair(16, 8192)}) {
    Harness harness;
    harness.sink_caps(raw_caps("YUY2", width, height));
    const BufferPtr out = harness.process(plain_frame(raw_caps("YUY2", width, height), 128));
    ASSERT_TRUE(out) << width << "x" << height;
    EXPECT_EQ(gst_buffer_get_size(out.get()), std::size_t(width) * std::size_t(height) * 4U);
  }
}

TEST(Outputs, TrimapIsThatOfTheNetwork) {
  Harness harness({{"output", "trimap"}});
  harness.sink_caps(raw_caps("YUY2", 32, 32));
  const BufferPtr out = harness.process(plain_frame(raw_caps("YUY2", 32, 32), 200));
  ASSERT_TRUE(out);
  EXPECT_EQ(bytes_of(out.get()), std::vector<guint8>(32 * 32, 128));
}

TEST(Outputs, DespillMayBeSetWhilePlaying) {
  Harness harness({{"model", "fake:alpha=128"}});
  harness.sink_caps(raw_caps("RGBx", 32, 32));
  const auto shown = [&] {
    const BufferPtr out = harness.process(plain_frame(raw_caps("RGBx", 32, 32), 200));
    return out ? first_pixel(out.get(), 4) : std::vector<int>(4);
  };
  EXPECT_EQ(shown(), (std::vector<int>{200, 200, 200, 128}));
  harness.set("despill", "1");
  const std::vector<int> despilled = shown();
  EXPECT_NE(despilled[0], 200) << "half of it counts as room";
  EXPECT_EQ(despilled[3], 128);
}

TEST(Outputs, PremultipliedColorsAreMultipliedByAlpha) {
  Harness harness({{"alpha-mode", "premultiplied"}, {"model", "fake:alpha=128"}});
  harness.sink_caps(raw_caps("RGBx", 32, 32));
  const BufferPtr out = harness.process(plain_frame(raw_caps("RGBx", 32, 32), 200));
  ASSERT_TRUE(out);
  EXPECT_EQ(first_pixel(out.get(), 4), (std::vector<int>{100, 100, 100, 128}));
}

}  // namespace
}  // namespace shm
