// SPDX-License-Identifier: MIT
// Alpha that the input has: what is clear stays clear, and is looked at by nobody.
#include <gtest/gtest.h>

#include <algorithm>

#include "format_frames.hpp"
#include "harness.hpp"

namespace shm {
namespace {

constexpr std::pair<const char*, const char*> person = {"model", "fake:alpha=255"};

/// The first pixel for a frame of RGBA whose bytes are all `byte`.
std::vector<int> shown_of_clear(Properties properties, int byte) {
  Harness harness(properties);
  const std::string caps = raw_caps("RGBA", 32, 32);
  harness.sink_caps(caps);
  const BufferPtr out = harness.process(plain_frame(caps, byte));
  return out ? first_pixel(out.get(), 4) : std::vector<int>();
}

TEST(OwnAlpha, WhatIsClearInTheInputStaysClear) {
  EXPECT_EQ(shown_of_clear({person}, 128), (std::vector<int>{128, 128, 128, 128}));
  EXPECT_EQ(shown_of_clear({person, {"alpha-mode", "premultiplied"}}, 200),
            (std::vector<int>{157, 157, 157, 200}));
  EXPECT_EQ(shown_of_clear({person, {"output", "alpha"}}, 77), (std::vector<int>{77, 77, 77, 77}));
}

TEST(OwnAlpha, TheBackgroundShowsWhereTheInputIsClear) {
  EXPECT_EQ(shown_of_clear({person, {"background", "color"}}, 0),
            (std::vector<int>{0, 177, 64, 255}));
  EXPECT_EQ(shown_of_clear({person, {"output", "composite"}}, 0),
            (std::vector<int>{0, 177, 64, 255}));
}

TEST(OwnAlpha, AFrameThatIsShownAsItCameHasItsOwnAlphaAsEveryOther) {
  const std::pair<const char*, const char*> as_it_came = {"enabled", "false"};
  EXPECT_EQ(shown_of_clear({as_it_came}, 128), (std::vector<int>{128, 128, 128, 128}));
  EXPECT_EQ(shown_of_clear({as_it_came, {"alpha-mode", "premultiplied"}}, 200),
            (std::vector<int>{157, 157, 157, 200}));
  for (const auto& [name, value] : {std::pair("background", "color"), {"output", "composite"}})
    EXPECT_EQ(shown_of_clear({as_it_came, {name, value}}, 0), (std::vector<int>{0, 177, 64, 255}));
}

TEST(OwnAlpha, EveryFormatWithAlphaKeepsItsAlpha) {
  for (const GstVideoFormat format : input_formats()) {
    const GstVideoFormatInfo* info = gst_video_format_get_info(format);
    if (!GST_VIDEO_FORMAT_INFO_HAS_ALPHA(info) || GST_VIDEO_FORMAT_INFO_HAS_PALETTE(info)) continue;
    const Size size{64, 48, 0};
    std::vector<guint8> half(std::size_t(64) * 48 * 4, 128);
    const BufferPtr rgba(gst_buffer_new_memdup(half.data(), half.size()));
    BufferPtr frame = padded_buffer(info_of(format, size), 0);
    convert(info_of(GST_VIDEO_FORMAT_RGBA, size), rgba.get(), info_of(format, size), frame.get());
    Harness harness({{"output", "alpha"}, {"model", "fake:alpha=255"}});
    harness.sink_caps(raw_caps(gst_video_format_to_string(format), 64, 48));
    const BufferPtr out = harness.process(std::move(frame));
    ASSERT_TRUE(out);
    const int steps = (1 << std::min(8U, info->depth[3])) - 1;
    EXPECT_NEAR(first_pixel(out.get(), 1)[0], 128, 255. / steps) << info->name;
  }
}

TEST(OwnAlpha, WhatIsOpaqueStaysOpaqueInEveryFormat) {
  for (const GstVideoFormat format : input_formats()) {
    const GstVideoFormatInfo* info = gst_video_format_get_info(format);
    if (!GST_VIDEO_FORMAT_INFO_HAS_ALPHA(info) || GST_VIDEO_FORMAT_INFO_HAS_PALETTE(info)) continue;
    const Size size{64, 48, 0};
    BufferPtr frame = padded_buffer(info_of(format, size), 0);
    gst_buffer_memset(frame.get(), 0, 0xFF, gst_buffer_get_size(frame.get()));
    Harness harness({{"output", "alpha"}, {"model", "fake:alpha=255"}});
    harness.sink_caps(raw_caps(gst_video_format_to_string(format), 64, 48));
    const BufferPtr out = harness.process(std::move(frame));
    ASSERT_TRUE(out);
    EXPECT_EQ(first_pixel(out.get(), 1)[0], 255) << info->name;
  }
}

/// A frame of `format`: its left half of grey 100, its right half clear, with `first` and `second`
/// by turns under it.
BufferPtr half_clear(GstVideoFormat format, int first, int second) {
  const Size size{64, 48, 0};
  std::vector<guint8> pixels;
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x) {
      const bool clear = x >= size.width / 2;
      const int color = !clear ? 100 : (x / 2 + y / 2) % 2 == 0 ? first : second;
      pixels.insert(pixels.end(), 3, guint8(color));
      pixels.push_back(clear ? 0 : 255);
    }
  const BufferPtr rgba(gst_buffer_new_memdup(pixels.data(), pixels.size()));
  BufferPtr frame = padded_buffer(info_of(format, size), 0);
  convert(info_of(GST_VIDEO_FORMAT_RGBA, size), rgba.get(), info_of(format, size), frame.get());
  return frame;
}

/// What is shown of that, checkered black and white under what is clear.
std::vector<guint8> shown_of_checkered(Properties properties, GstVideoFormat format) {
  Harness harness(properties);
  harness.sink_caps(raw_caps(gst_video_format_to_string(format), 64, 48));
  const BufferPtr out = harness.process(half_clear(format, 0, 255));
  return out ? bytes_of(out.get()) : std::vector<guint8>();
}

TEST(OwnAlpha, TheNetworkSeesTheMeanColorWhereTheInputIsClear) {
  for (const GstVideoFormat format :
       {GST_VIDEO_FORMAT_RGBA, GST_VIDEO_FORMAT_ARGB, GST_VIDEO_FORMAT_AYUV, GST_VIDEO_FORMAT_A420,
        GST_VIDEO_FORMAT_AYUV64}) {
    const char* name = gst_video_format_to_string(format);
    for (const char* output : {"alpha", "cutout"}) {
      const std::vector<guint8> shown =
          shown_of_checkered({{"model", "fake:rule=mean"}, {"output", output}}, format);
      ASSERT_FALSE(shown.empty()) << name;
      const bool alpha = std::string(output) == "alpha";
      const bool first = GST_VIDEO_FORMAT_ARGB == format;
      EXPECT_NEAR(shown[alpha || first ? 0 : 3], 100, 2) << name << ", " << output;
    }
  }
}

TEST(OwnAlpha, ABlurredBackgroundShowsNothingOfWhatIsClear) {
  for (const char* enabled : {"true", "false"}) {
    const std::vector<guint8> shown = shown_of_checkered(
        {person, {"background", "blur"}, {"enabled", enabled}}, GST_VIDEO_FORMAT_RGBA);
    ASSERT_EQ(shown.size(), 64U * 48U * 4U);
    EXPECT_EQ(std::ranges::count(shown, 100), 64 * 48 * 3) << enabled;
    EXPECT_EQ(std::ranges::count(shown, 255), 64 * 48) << enabled;
  }
}

TEST(OwnAlpha, AFrameThatIsClearAllOverGoesThrough) {
  EXPECT_EQ(shown_of_clear({person}, 0), (std::vector<int>{0, 0, 0, 0}));
}

}  // namespace
}  // namespace shm
