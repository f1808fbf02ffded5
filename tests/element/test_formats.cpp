// SPDX-License-Identifier: MIT
// Colours of every format in and out, against the standards' formulas.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <tuple>

#include "exact_colors.hpp"
#include "harness.hpp"

namespace shm {
namespace {

constexpr int background[3] = {0, 177, 64};  // the default of background-color

struct Size {
  int width, height;
  guint padding;  ///< columns and rows of nothing around the frame
};

std::vector<GstVideoFormat> input_formats() {
  const CapsPtr all(gst_caps_from_string(GST_VIDEO_CAPS_MAKE(GST_VIDEO_FORMATS_ALL)));
  const GValue* list = gst_structure_get_value(gst_caps_get_structure(all.get(), 0), "format");
  std::vector<GstVideoFormat> formats;
  for (guint i = 0; i < gst_value_list_get_size(list); ++i) {
    const char* name = g_value_get_string(gst_value_list_get_value(list, i));
    formats.push_back(gst_video_format_from_string(name));
  }
  return formats;
}

GstVideoInfo info_of(GstVideoFormat format, const Size& size) {
  GstVideoInfo info;
  gst_video_info_set_format(&info, format, guint(size.width), guint(size.height));
  info.fps_n = 30;
  return info;
}

/// A buffer of `info`'s size, with `padding` around the picture and a GstVideoMeta that says so.
BufferPtr padded_buffer(GstVideoInfo info, guint padding) {
  const gint width = info.width;
  const gint height = info.height;
  if (padding > 0 && !GST_VIDEO_FORMAT_INFO_IS_TILED(info.finfo)) {
    GstVideoAlignment alignment;
    gst_video_alignment_reset(&alignment);
    alignment.padding_left = alignment.padding_right = padding;
    alignment.padding_top = alignment.padding_bottom = padding;
    gst_video_info_align(&info, &alignment);
  }
  BufferPtr buffer(gst_buffer_new_allocate(nullptr, info.size, nullptr));
  gst_buffer_memset(buffer.get(), 0, 0x5a, info.size);
  gst_buffer_add_video_meta_full(buffer.get(), GST_VIDEO_FRAME_FLAG_NONE,
                                 GST_VIDEO_INFO_FORMAT(&info), guint(width), guint(height),
                                 GST_VIDEO_INFO_N_PLANES(&info), info.offset, info.stride);
  return buffer;
}

void convert(const GstVideoInfo& from, GstBuffer* in, const GstVideoInfo& to, GstBuffer* out) {
  GstVideoInfo in_info = from;
  GstVideoInfo out_info = to;
  GstVideoConverter* converter = gst_video_converter_new(&in_info, &out_info, nullptr);
  GstVideoFrame in_frame;
  GstVideoFrame out_frame;
  ASSERT_TRUE(gst_video_frame_map(&in_frame, &in_info, in, GST_MAP_READ));
  ASSERT_TRUE(gst_video_frame_map(&out_frame, &out_info, out, GST_MAP_WRITE));
  gst_video_converter_frame(converter, &in_frame, &out_frame);
  gst_video_frame_unmap(&in_frame);
  gst_video_frame_unmap(&out_frame);
  gst_video_converter_free(converter);
}

/// Colours that run over the whole range, each channel its own way; the primaries, their
/// complements, black and white; a texture in which neighbours have little in common.
std::array<guint8, 4> color_at(int x, int y, const Size& size) {
  const int across = 255 * x / (size.width - 1), down = 255 * y / (size.height - 1);
  const auto alpha = guint8(255 - across / 3);
  if (y < size.height / 2) return {guint8(across), guint8(down), guint8(across / 2), alpha};
  const int bar = 8 * x / size.width;
  const auto lit = [&](int bit) { return guint8((bar & bit) != 0 ? 255 : 0); };
  if (y < size.height * 3 / 4) return {lit(1), lit(2), lit(4), alpha};
  const unsigned noise = unsigned(x * 7919 + y * 104729) * 2654435761U;
  return {guint8(noise >> 24), guint8(noise >> 16), guint8(noise >> 8), alpha};
}

std::vector<guint8> test_picture(const Size& size) {
  std::vector<guint8> pixels;
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x) {
      const std::array<guint8, 4> color = color_at(x, y, size);
      pixels.insert(pixels.end(), color.begin(), color.end());
    }
  return pixels;
}

BufferPtr test_frame(const GstVideoInfo& info, const Size& size) {
  const std::vector<guint8> pixels = test_picture(size);
  const BufferPtr rgba(gst_buffer_new_memdup(pixels.data(), pixels.size()));
  BufferPtr frame = padded_buffer(info, size.padding);
  convert(info_of(GST_VIDEO_FORMAT_RGBA, size), rgba.get(), info, frame.get());
  return frame;
}

/// Where red, green, blue and alpha (-1: none) lie in a pixel of a format.
std::array<int, 4> channels_of(GstVideoFormat format) {
  const GstVideoFormatInfo* info = gst_video_format_get_info(format);
  const int alpha = GST_VIDEO_FORMAT_INFO_HAS_ALPHA(info) ? int(info->poffset[3]) : -1;
  return {int(info->poffset[0]), int(info->poffset[1]), int(info->poffset[2]), alpha};
}

using Rgb = std::array<int, 3>;

/// A frame of one of the output's formats, read pixel by pixel.
class Pixels {
 public:
  Pixels(GstVideoInfo info, GstBuffer* buffer)
      : channels_(channels_of(GST_VIDEO_INFO_FORMAT(&info))) {
    EXPECT_TRUE(gst_video_frame_map(&frame_, &info, buffer, GST_MAP_READ));
  }
  ~Pixels() { gst_video_frame_unmap(&frame_); }
  Pixels(const Pixels&) = delete;
  Pixels& operator=(const Pixels&) = delete;

  Rgb rgb(int x, int y) const {
    const guint8* pixel = at(x, y);
    return {pixel[channels_[0]], pixel[channels_[1]], pixel[channels_[2]]};
  }
  bool has_alpha() const { return channels_[3] >= 0; }
  int alpha(int x, int y) const { return at(x, y)[channels_[3]]; }
  int gray(int x, int y) const { return *at(x, y); }

 private:
  const guint8* at(int x, int y) const {
    return static_cast<const guint8*>(GST_VIDEO_FRAME_PLANE_DATA(&frame_, 0)) +
           std::ptrdiff_t(y) * GST_VIDEO_FRAME_PLANE_STRIDE(&frame_, 0) +
           std::ptrdiff_t(x) * GST_VIDEO_FRAME_COMP_PSTRIDE(&frame_, 0);
  }

  std::array<int, 4> channels_;
  GstVideoFrame frame_;
};

double expected_alpha(const std::array<double, 4>& frame) {
  return std::max({frame[0], frame[1], frame[2]}) * frame[3] / 255;
}

bool is_near(const Rgb& got, const std::array<double, 3>& expected, double tolerance) {
  for (std::size_t c = 0; c < 3; ++c)
    if (std::abs(got[c] - expected[c]) > tolerance) return false;
  return true;
}

/// Colours and alpha are each within 1.
bool is_composite(const Rgb& got, const std::array<double, 4>& frame) {
  const double alpha = expected_alpha(frame) / 255;
  std::array<double, 3> expected{};
  for (std::size_t c = 0; c < 3; ++c)
    expected[c] = frame[c] * alpha + background[c] * (1 - alpha);
  return is_near(got, expected, 2);
}

/// Whether pixel x, y of `out` is right.
bool right(const std::string& output, const Pixels& out, const ExactColors& exact, int x, int y) {
  const std::array<double, 4> frame = exact.at(x, y);
  constexpr double tolerance = 1;
  const double alpha = expected_alpha(frame);
  if (output == "alpha") return std::abs(out.gray(x, y) - alpha) <= tolerance;
  if (output == "cutout")
    return is_near(out.rgb(x, y), {frame[0], frame[1], frame[2]}, tolerance) &&
           std::abs(out.alpha(x, y) - alpha) <= tolerance;
  return is_composite(out.rgb(x, y), frame) && (!out.has_alpha() || out.alpha(x, y) == 255);
}

struct Way {
  const char* format;
  const char* output;
};

constexpr Way ways[] = {{"RGBA", "cutout"},    {"BGRA", "cutout"},    {"ARGB", "cutout"},
                        {"ABGR", "cutout"},    {"RGBA", "composite"}, {"BGRA", "composite"},
                        {"ARGB", "composite"}, {"ABGR", "composite"}, {"RGBx", "composite"},
                        {"BGRx", "composite"}, {"xRGB", "composite"}, {"xBGR", "composite"},
                        {"RGB", "composite"},  {"BGR", "composite"},  {"GRAY8", "alpha"}};

constexpr Way yuv_ways[] = {{"AYUV", "cutout"},    {"A420", "cutout"},    {"AYUV", "composite"},
                            {"A420", "composite"}, {"NV12", "composite"}, {"I420", "composite"},
                            {"YUY2", "composite"}};

template <typename IsRight>
std::string wrong_pixels(const Size& size, const IsRight& is_right) {
  int count = 0;
  std::string first;
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      if (is_right(x, y)) continue;
      if (count++ == 0) first = std::to_string(x) + ", " + std::to_string(y);
    }
  }
  return count == 0 ? "" : std::to_string(count) + " wrong pixels, the first at " + first;
}

/// What comes out of the element for a frame, in the format wanted.
BufferPtr made(Harness& harness, const Way& way, GstBuffer* frame) {
  harness.set("output", way.output);
  harness.src_caps(std::string("video/x-raw, format=") + way.format);
  return harness.process(BufferPtr(gst_buffer_ref(frame)));
}

/// Of a picture of pixels, the samples of a format, which pixels share.
class ExactSamples {
 public:
  ExactSamples(const GstVideoInfo& info, const Pixels& pixels) : info_(info), pixels_(pixels) {}

  double at(std::size_t channel, int x, int y) const {
    const int w_sub = channel == 0 ? 0 : int(GST_VIDEO_FORMAT_INFO_W_SUB(info_.finfo, channel));
    const int h_sub = channel == 0 ? 0 : int(GST_VIDEO_FORMAT_INFO_H_SUB(info_.finfo, channel));
    const int first_x = x >> w_sub << w_sub, first_y = y >> h_sub << h_sub;
    const int last_y = std::min(first_y + (1 << h_sub), info_.height) - 1;
    return (mean(channel, first_x, first_y, w_sub) + mean(channel, first_x, last_y, w_sub)) / 2;
  }

 private:
  double mean(std::size_t channel, int x, int y, int w_sub) const {
    if (w_sub == 0) return sample(channel, x, y);
    if ((info_.chroma_site & GST_VIDEO_CHROMA_SITE_H_COSITED) != 0)
      return sample(channel, x, y) / 2 +
             (sample(channel, x - 1, y) + sample(channel, x + 1, y)) / 4;
    return (sample(channel, x, y) + sample(channel, x + 1, y)) / 2;
  }
  double sample(std::size_t channel, int x, int y) const {
    const Rgb rgb = pixels_.rgb(std::clamp(x, 0, info_.width - 1), y);
    return encoded(info_, {double(rgb[0]), double(rgb[1]), double(rgb[2])})[channel];
  }

  GstVideoInfo info_;
  const Pixels& pixels_;
};

class InputFormat : public testing::TestWithParam<std::tuple<GstVideoFormat, Size>> {
 protected:
  void SetUp() override {
    harness_.sink_caps(raw_caps(gst_video_format_to_string(format_), size_.width, size_.height));
  }

  void check_rgb(const Way& way) {
    const BufferPtr out = made(harness_, way, frame_.get());
    ASSERT_TRUE(out);
    const GstVideoInfo out_info = harness_.output_info();
    ASSERT_STREQ(gst_video_format_to_string(GST_VIDEO_INFO_FORMAT(&out_info)), way.format);
    const Pixels pixels(out_info, out.get());
    const ExactColors exact(info_of(format_, size_), frame_.get());
    EXPECT_EQ(
        wrong_pixels(size_, [&](int x, int y) { return right(way.output, pixels, exact, x, y); }),
        "");
  }

  /// Against the very pixels that become these samples.
  void check_yuv(const Way& way) {
    const BufferPtr rgba = made(harness_, {"RGBA", way.output}, frame_.get());
    ASSERT_TRUE(rgba);
    const Pixels pixels(harness_.output_info(), rgba.get());
    const BufferPtr out = made(harness_, way, frame_.get());
    ASSERT_TRUE(out);
    const GstVideoInfo out_info = harness_.output_info();
    ASSERT_STREQ(gst_video_format_to_string(GST_VIDEO_INFO_FORMAT(&out_info)), way.format);
    const Samples samples(out_info, out.get());
    const ExactSamples exact(out_info, pixels);
    EXPECT_EQ(wrong_pixels(size_,
                           [&](int x, int y) {
                             for (std::size_t c = 0; c < 3; ++c)
                               if (std::abs(samples.at(x, y)[c] - exact.at(c, x, y)) > 1)
                                 return false;
                             return !GST_VIDEO_INFO_HAS_ALPHA(&out_info) ||
                                    samples.at(x, y)[3] == pixels.alpha(x, y);
                           }),
              "");
  }

  GstVideoFormat format_ = std::get<0>(GetParam());
  Size size_ = std::get<1>(GetParam());
  BufferPtr frame_ = test_frame(info_of(format_, size_), size_);
  Harness harness_;
};

TEST_P(InputFormat, BecomesEveryOutputFormatWithinOneOfTheExactColor) {
  for (const Way& way : ways) {
    SCOPED_TRACE(std::string(way.format) + " " + way.output);
    check_rgb(way);
  }
}

TEST_P(InputFormat, BecomesYuvWithinOneOfTheExactSample) {
  for (const Way& way : yuv_ways) {
    SCOPED_TRACE(std::string(way.format) + " " + way.output);
    check_yuv(way);
  }
}

std::string name_of(const testing::TestParamInfo<InputFormat::ParamType>& param) {
  const auto [format, size] = param.param;
  return std::string(gst_video_format_to_string(format)) + "_" + std::to_string(size.width) + "x" +
         std::to_string(size.height) + (size.padding > 0 ? "_padded" : "");
}

INSTANTIATE_TEST_SUITE_P(All, InputFormat,
                         testing::Combine(testing::ValuesIn(input_formats()),
                                          testing::Values(Size{64, 48, 0}, Size{65, 47, 0},
                                                          Size{52, 36, 16})),
                         name_of);

/// The caps of a frame, and it, of one format, standard and place of chroma.
struct StandardFrame {
  std::string caps;
  GstVideoInfo info;
  BufferPtr frame;
};

StandardFrame frame_of(const std::string& format, const std::string& more, const Size& size) {
  StandardFrame made{raw_caps(format, size.width, size.height) + more, {}, nullptr};
  const CapsPtr parsed(gst_caps_from_string(made.caps.c_str()));
  EXPECT_TRUE(gst_video_info_from_caps(&made.info, parsed.get()));
  made.frame = test_frame(made.info, size);
  return made;
}

void expect_exact(const StandardFrame& in, const Size& size) {
  Harness harness;
  harness.sink_caps(in.caps);
  harness.src_caps("video/x-raw, format=RGBA");
  const BufferPtr out = harness.process(BufferPtr(gst_buffer_ref(in.frame.get())));
  ASSERT_TRUE(out);
  const Pixels pixels(harness.output_info(), out.get());
  const ExactColors exact(in.info, in.frame.get());
  EXPECT_EQ(wrong_pixels(size, [&](int x, int y) { return right("cutout", pixels, exact, x, y); }),
            "");
}

TEST(Formats, VideoOfEveryStandardHasItsExactColors) {
  const Size size{66, 40, 0};
  for (const std::string format : {"YUY2", "UYVY", "NV12", "NV21", "I420", "YV12", "Y42B", "Y41B",
                                   "AYUV", "P010_10LE", "I420_10BE", "v210", "NV12_4L4"})
    for (const std::string standard :
         {"bt601", "bt709", "bt2020", "bt2020-10", "smpte240m", "1:4:0:0", "1:3:5:1", "1:6:0:7"})
      for (const std::string site : {"none", "h-cosited", "v-cosited", "cosited"}) {
        SCOPED_TRACE(format + ", " + standard + ", " + site);
        expect_exact(frame_of(format, ", colorimetry=" + standard + ", chroma-site=" + site, size),
                     size);
      }
}

TEST(Formats, RgbOfLimitedRangeIsBroughtToTheFull) {
  const Size size{66, 40, 0};
  for (const std::string format : {"RGBx", "GBR_10LE", "RGB"})
    expect_exact(frame_of(format, ", colorimetry=2:1:7:1", size), size);
}

TEST(Formats, AFlatGreyStaysThatGrey) {
  for (const auto& [standard, luma] : {std::pair("bt709", 126), std::pair("1:3:5:1", 128)}) {
    const std::string caps = raw_caps("I420", 64, 48) + ", colorimetry=" + standard;
    const BufferPtr frame = plain_frame(caps, 128);
    gst_buffer_memset(frame.get(), 0, guint8(luma), 64 * 48);
    Harness harness({{"model", "fake:alpha=255"}});
    harness.sink_caps(caps);
    const BufferPtr out = harness.process(BufferPtr(gst_buffer_ref(frame.get())));
    ASSERT_TRUE(out);
    EXPECT_EQ(first_pixel(out.get(), 4), (std::vector<int>{128, 128, 128, 255})) << standard;
  }
}

TEST(Formats, VideoKeepsItsStandardFromYuvToYuv) {
  Harness harness({{"background", "blur"}});
  harness.src_caps("video/x-raw, format={ NV12, YUY2 }");
  const std::string caps = raw_caps("I420", 64, 48) + ", colorimetry=1:3:5:1";
  harness.sink_caps(caps);
  ASSERT_TRUE(harness.process(plain_frame(caps, 99)));
  const GstVideoInfo info = harness.output_info();
  const TextPtr text(gst_video_colorimetry_to_string(&info.colorimetry));
  EXPECT_STREQ(text.get(), "1:3:5:1");
}

constexpr std::pair<const char*, const char*> person = {"model", "fake:alpha=255"};

/// The first pixel for a frame of RGBA whose bytes are all `byte`.
std::vector<int> shown_of_clear(Properties properties, int byte) {
  Harness harness(properties);
  const std::string caps = raw_caps("RGBA", 32, 32);
  harness.sink_caps(caps);
  const BufferPtr out = harness.process(plain_frame(caps, byte));
  return out ? first_pixel(out.get(), 4) : std::vector<int>();
}

TEST(Formats, WhatIsClearInTheInputStaysClear) {
  EXPECT_EQ(shown_of_clear({person}, 128), (std::vector<int>{128, 128, 128, 128}));
  EXPECT_EQ(shown_of_clear({person, {"alpha-mode", "premultiplied"}}, 200),
            (std::vector<int>{157, 157, 157, 200}));
  EXPECT_EQ(shown_of_clear({person, {"output", "alpha"}}, 77), (std::vector<int>{77, 77, 77, 77}));
}

TEST(Formats, TheBackgroundShowsWhereTheInputIsClear) {
  EXPECT_EQ(shown_of_clear({person, {"background", "colour"}}, 0),
            (std::vector<int>{0, 177, 64, 255}));
  EXPECT_EQ(shown_of_clear({person, {"output", "composite"}}, 0),
            (std::vector<int>{0, 177, 64, 255}));
}

TEST(Formats, EveryFormatWithAlphaKeepsItsAlpha) {
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
    EXPECT_NEAR(first_pixel(out.get(), 1)[0], 128, 255 / steps) << info->name;
  }
}

TEST(Formats, InterlacedFramesComeOutWhole) {
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

TEST(Formats, InterlacedVideoIsToBeDeinterlacedBeforeAsOneWarningSays) {
  for (const bool mixed : {false, true}) {
    const auto warnings = warnings_of(mixed ? "mixed" : "interleaved", true);
    ASSERT_EQ(warnings.size(), 1U);
    EXPECT_NE(warnings.front().find("put deinterlace before"), std::string::npos);
  }
  EXPECT_TRUE(warnings_of("mixed", false).empty()) << "whole frames among others";
  EXPECT_TRUE(warnings_of("progressive", false).empty());
}

TEST(Formats, InterlacedYuvKeepsColorsWithinFields) {
  Harness harness({{"background", "colour"}, {"model", "fake:alpha=255"}});
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

TEST(Formats, ColorsDoNotDependOnTheNumberOfThreads) {
  const Size size{640, 480, 0};
  for (const GstVideoFormat format :
       {GST_VIDEO_FORMAT_NV12, GST_VIDEO_FORMAT_NV21, GST_VIDEO_FORMAT_I420, GST_VIDEO_FORMAT_YV12,
        GST_VIDEO_FORMAT_P010_10LE, GST_VIDEO_FORMAT_UYVY}) {
    const GstVideoInfo info = info_of(format, size);
    const auto shown = [&](const char* threads) {
      Harness harness({{"threads", threads}});
      const CapsPtr caps(gst_video_info_to_caps(&info));
      harness.sink_caps(TextPtr(gst_caps_to_string(caps.get())).get());
      const BufferPtr out = harness.process(test_frame(info, size));
      return out ? bytes_of(out.get()) : std::vector<guint8>();
    };
    EXPECT_EQ(shown("1"), shown("2")) << gst_video_format_to_string(format);
  }
}

TEST(Formats, TheSmallestAndTheWidestFrameGoThrough) {
  for (const auto& [width, height] :
       {std::pair(16, 16), std::pair(8192, 16), std::pair(16, 8192)}) {
    Harness harness;
    harness.sink_caps(raw_caps("YUY2", width, height));
    const BufferPtr out = harness.process(plain_frame(raw_caps("YUY2", width, height), 128));
    ASSERT_TRUE(out) << width << "x" << height;
    EXPECT_EQ(gst_buffer_get_size(out.get()), std::size_t(width) * std::size_t(height) * 4U);
  }
}

TEST(Formats, TrimapIsThatOfTheNetwork) {
  Harness harness({{"output", "trimap"}});
  harness.sink_caps(raw_caps("YUY2", 32, 32));
  const BufferPtr out = harness.process(plain_frame(raw_caps("YUY2", 32, 32), 200));
  ASSERT_TRUE(out);
  EXPECT_EQ(bytes_of(out.get()), std::vector<guint8>(32 * 32, 128));
}

TEST(Formats, DespillMayBeSetWhilePlaying) {
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

TEST(Formats, PremultipliedColorsAreMultipliedByAlpha) {
  Harness harness({{"alpha-mode", "premultiplied"}, {"model", "fake:alpha=128"}});
  harness.sink_caps(raw_caps("RGBx", 32, 32));
  const BufferPtr out = harness.process(plain_frame(raw_caps("RGBx", 32, 32), 200));
  ASSERT_TRUE(out);
  EXPECT_EQ(first_pixel(out.get(), 4), (std::vector<int>{100, 100, 100, 128}));
}

}  // namespace
}  // namespace shm
