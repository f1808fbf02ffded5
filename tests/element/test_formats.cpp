// SPDX-License-Identifier: MIT
// Colours of every format in and out, against the standards' formulas.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <tuple>

#include "exact_colors.hpp"
#include "format_frames.hpp"
#include "harness.hpp"

namespace shm {
namespace {

constexpr int background[3] = {0, 177, 64};  // the default of background-color

double expected_alpha(const std::array<double, 4>& frame) {
  return std::max({frame[0], frame[1], frame[2]}) * frame[3] / 255;
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

}  // namespace
}  // namespace shm
