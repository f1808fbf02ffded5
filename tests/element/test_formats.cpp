// SPDX-License-Identifier: MIT
// Colours of every format in and out, against the standards' formulas.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <set>
#include <tuple>

#include "exact_colors.hpp"
#include "exact_samples.hpp"
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

constexpr Way yuv_ways[] = {{"AYUV", "cutout"},      {"A420", "cutout"},
                            {"A444_10LE", "cutout"}, {"AYUV", "composite"},
                            {"A420", "composite"},   {"A444_10LE", "composite"},
                            {"NV12", "composite"},   {"I420", "composite"},
                            {"YUY2", "composite"},   {"I422_10LE", "composite"}};

/// What comes out of the element for a frame, in the format wanted.
BufferPtr made(Harness& harness, const Way& way, GstBuffer* frame) {
  harness.set("output", way.output);
  harness.src_caps(std::string("video/x-raw, format=") + way.format);
  return harness.process(BufferPtr(gst_buffer_ref(frame)));
}

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
    const double opaque = std::pow(2, out_info.finfo->depth[0]) - 1;
    EXPECT_EQ(wrong_pixels(size_,
                           [&](int x, int y) {
                             const auto found = samples.own(x, y);
                             return exact.holds(found, x, y) &&
                                    (!GST_VIDEO_INFO_HAS_ALPHA(&out_info) ||
                                     std::abs(found[3] - pixels.alpha(x, y) * opaque / 255) < 0.6);
                           }),
              "");
  }

  GstVideoFormat format_ = std::get<0>(GetParam());
  Size size_ = std::get<1>(GetParam());
  BufferPtr frame_ = test_frame(info_of(format_, size_), size_);
  Harness harness_;
};

TEST(OutputFormat, OfEachKindIsHeldToExactColors) {
  std::set<std::string> tried;
  for (const Way& way : ways)
    tried.insert(way.format);
  for (const Way& way : yuv_ways)
    tried.insert(way.format);
  const ElementPtr element(gst_element_factory_make("shmmatting", nullptr));
  const PadPtr src(gst_element_get_static_pad(element.get(), "src"));
  const CapsPtr caps(gst_pad_get_pad_template_caps(src.get()));
  const GValue* formats = gst_structure_get_value(gst_caps_get_structure(caps.get(), 0), "format");
  std::set<std::string> offered;
  for (guint i = 0; i < gst_value_list_get_size(formats); ++i)
    offered.insert(g_value_get_string(gst_value_list_get_value(formats, i)));
  EXPECT_EQ(tried, offered);
}

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
         std::to_string(size.height) + (size.padding > 0 ? "_padded" : "") +
         (size.second > 0 ? "_second_" + std::to_string(size.second) + "_of_a_clip" : "");
}

INSTANTIATE_TEST_SUITE_P(All, InputFormat,
                         testing::Combine(testing::ValuesIn(input_formats()),
                                          testing::Values(Size{64, 48, 0}, Size{65, 47, 0},
                                                          Size{52, 36, 16}, Size{200, 150, 0, 1},
                                                          Size{133, 99, 16, 5})),
                         name_of);

}  // namespace
}  // namespace shm
