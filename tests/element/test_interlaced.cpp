// SPDX-License-Identifier: MIT
// Interlaced video: whole frames, colours within fields, and one word about it.
#include <gtest/gtest.h>

#include "harness.hpp"

namespace shm {
namespace {

TEST(Interlaced, FramesComeOutWhole) {
  Harness harness;
  harness.sink_caps(raw_caps("I420", 64, 48) + ", interlace-mode=interleaved");
  const BufferPtr out = harness.process(plain_frame(raw_caps("I420", 64, 48), 128));
  ASSERT_TRUE(out);
  EXPECT_EQ(gst_buffer_get_size(out.get()), 64U * 48U * 4U);
  const GstVideoInfo info = harness.output_info();
  EXPECT_EQ(GST_VIDEO_INFO_INTERLACE_MODE(&info), GST_VIDEO_INTERLACE_MODE_INTERLEAVED);
}

/// Warnings for three frames; `fields`: whether each has the flag.
std::vector<std::string> warnings_of(const std::string& mode, bool fields) {
  Harness harness;
  const std::string caps = raw_caps("I420", 64, 48);
  harness.sink_caps(caps + ", interlace-mode=" + mode);
  for (int i = 0; i < 3; ++i) {
    BufferPtr frame = plain_frame(caps, 128, i);
    if (fields) GST_BUFFER_FLAG_SET(frame.get(), GST_VIDEO_BUFFER_FLAG_INTERLACED);
    EXPECT_TRUE(harness.process(std::move(frame)));
  }
  return harness.warnings();
}

TEST(Interlaced, VideoIsToBeDeinterlacedBeforeAsOneWarningSays) {
  for (const bool mixed : {false, true}) {
    const auto warnings = warnings_of(mixed ? "mixed" : "interleaved", true);
    ASSERT_EQ(warnings.size(), 1U);
    EXPECT_NE(warnings.front().find("put deinterlace before"), std::string::npos);
  }
  EXPECT_TRUE(warnings_of("mixed", false).empty()) << "whole frames among others";
  EXPECT_TRUE(warnings_of("progressive", false).empty());
}

TEST(Interlaced, YuvKeepsColorsWithinFields) {
  Harness harness({{"background", "color"}, {"model", "fake:alpha=255"}});
  const std::string caps = raw_caps("I420", 64, 48);
  harness.src_caps("video/x-raw, format=I420");
  harness.sink_caps(caps + ", interlace-mode=interleaved");
  BufferPtr frame = plain_frame(caps, 128);
  for (gsize row = 0; row < 24; row += 2)  // Cb of the first field
    gst_buffer_memset(frame.get(), 64 * 48 + row * 32, 100, 32);
  const std::vector<guint8> in = bytes_of(frame.get());
  const BufferPtr out = harness.process(std::move(frame));
  ASSERT_TRUE(out);
  const std::vector<guint8> bytes = bytes_of(out.get());
  for (std::size_t i = 0; i < in.size(); ++i)
    ASSERT_NEAR(int(bytes[i]), int(in[i]), 1) << i;
}

}  // namespace
}  // namespace shm
