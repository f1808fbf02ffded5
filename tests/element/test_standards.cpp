// SPDX-License-Identifier: MIT
// Colours of video of every standard, wherever its chroma lies.
#include <gtest/gtest.h>

#include <array>

#include "exact_colors.hpp"
#include "exact_samples.hpp"
#include "format_frames.hpp"
#include "harness.hpp"

namespace shm {
namespace {

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
  EXPECT_EQ(wrong_pixels(size,
                         [&](int x, int y) {
                           const std::array<double, 4> frame = exact.at(x, y);
                           return is_near(pixels.rgb(x, y), {frame[0], frame[1], frame[2]}, 1);
                         }),
            "");
}

/// A made frame, and one of a clip.
constexpr std::array sizes = {Size{66, 40, 0}, Size{100, 75, 0, 3}};

TEST(Standards, VideoOfEveryStandardHasItsExactColors) {
  for (const std::string format : {"YUY2", "UYVY", "NV12", "NV21", "I420", "YV12", "Y42B", "Y41B",
                                   "AYUV", "P010_10LE", "I420_10BE", "v210", "NV12_4L4"})
    for (const std::string standard :
         {"bt601", "bt709", "bt2020", "bt2020-10", "smpte240m", "1:4:0:0", "1:3:5:1", "1:6:0:7"})
      for (const std::string site : {"none", "h-cosited", "v-cosited", "cosited"}) {
        SCOPED_TRACE(format + ", " + standard + ", " + site);
        const std::string more = ", colorimetry=" + standard + ", chroma-site=" + site;
        for (const Size& size : sizes)
          expect_exact(frame_of(format, more, size), size);
      }
}

/// What comes out for a frame in a format, the background replaced.
BufferPtr opaque(Harness& harness, const StandardFrame& in, const std::string& format) {
  harness.src_caps("video/x-raw, format=" + format);
  return harness.process(BufferPtr(gst_buffer_ref(in.frame.get())));
}

/// The samples made of the very pixels that come out as RGB.
void expect_exact_samples(const StandardFrame& in, const std::string& format, const Size& size) {
  Harness harness({{"background", "color"}});
  harness.sink_caps(in.caps);
  const BufferPtr rgb = opaque(harness, in, "RGBA");
  ASSERT_TRUE(rgb);
  const Pixels pixels(harness.output_info(), rgb.get());
  const BufferPtr out = opaque(harness, in, format);
  ASSERT_TRUE(out);
  const GstVideoInfo info = harness.output_info();
  const Samples samples(info, out.get());
  const ExactSamples exact(info, pixels);
  EXPECT_EQ(wrong_pixels(size, [&](int x, int y) { return exact.holds(samples.own(x, y), x, y); }),
            "");
}

TEST(Standards, VideoIsWrittenWithinOneOfTheExactSampleOfEveryStandard) {
  for (const std::string format :
       {"NV12", "I420", "YUY2", "AYUV", "A420", "A444_10LE", "I422_10LE"})
    for (const std::string standard :
         {"bt601", "bt709", "bt2020", "smpte240m", "1:4:0:0", "1:3:5:1", "1:6:0:7"})
      for (const Size& size : sizes) {
        SCOPED_TRACE(format + ", " + standard);
        expect_exact_samples(frame_of("Y444", ", colorimetry=" + standard, size), format, size);
      }
}

TEST(Standards, RgbOfLimitedRangeIsBroughtToTheFull) {
  const Size size{66, 40, 0};
  for (const std::string format : {"RGBx", "GBR_10LE", "RGB"})
    expect_exact(frame_of(format, ", colorimetry=2:1:7:1", size), size);
}

TEST(Standards, AFlatGreyStaysThatGrey) {
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

TEST(Standards, VideoKeepsItsStandardFromYuvToYuv) {
  Harness harness({{"background", "blur"}});
  harness.src_caps("video/x-raw, format={ NV12, YUY2 }");
  const std::string caps = raw_caps("I420", 64, 48) + ", colorimetry=1:3:5:1";
  harness.sink_caps(caps);
  ASSERT_TRUE(harness.process(plain_frame(caps, 99)));
  const GstVideoInfo info = harness.output_info();
  const TextPtr text(gst_video_colorimetry_to_string(&info.colorimetry));
  EXPECT_STREQ(text.get(), "1:3:5:1");
}

/// The second of two frames: threads are set with the first.
std::vector<guint8> shown(const GstVideoInfo& info, const Size& size, const char* threads,
                          const char* format) {
  Harness harness({{"threads", threads}, {"background", "blur"}});
  harness.src_caps(std::string("video/x-raw, format=") + format);
  const CapsPtr caps(gst_video_info_to_caps(&info));
  harness.sink_caps(TextPtr(gst_caps_to_string(caps.get())).get());
  EXPECT_TRUE(harness.process(test_frame(info, size)));
  const BufferPtr out = harness.process(test_frame(info, size));
  return out ? bytes_of(out.get()) : std::vector<guint8>();
}

TEST(Standards, ColorsDoNotDependOnTheNumberOfThreads) {
  for (const GstVideoFormat format :
       {GST_VIDEO_FORMAT_NV12, GST_VIDEO_FORMAT_NV21, GST_VIDEO_FORMAT_I420, GST_VIDEO_FORMAT_YV12,
        GST_VIDEO_FORMAT_P010_10LE, GST_VIDEO_FORMAT_UYVY})
    for (const char* written : {"RGBA", "NV12", "I420"})
      for (const Size& size : {Size{640, 480, 0}, Size{640, 480, 0, 3}}) {
        const GstVideoInfo info = info_of(format, size);
        EXPECT_EQ(shown(info, size, "1", written), shown(info, size, "2", written))
            << gst_video_format_to_string(format) << " to " << written;
      }
}

TEST(Standards, HighDynamicRangeIsToBeTurnedIntoSdrBeforeAsOneWarningSays) {
  for (const auto& [colors, curve] :
       {std::pair("bt2100-pq", "(PQ)"), {"bt2100-hlg", "(HLG)"}, {"bt2020", ""}, {"bt709", ""}}) {
    Harness harness;
    const std::string caps = raw_caps("I420", 64, 48) + ", colorimetry=" + colors;
    harness.sink_caps(caps);
    for (int i = 0; i < 3; ++i)
      EXPECT_TRUE(harness.process(plain_frame(raw_caps("I420", 64, 48), 128, i)));
    const std::vector<std::string> warnings = harness.warnings();
    if (*curve == '\0') {
      EXPECT_TRUE(warnings.empty()) << colors;
      continue;
    }
    ASSERT_EQ(warnings.size(), 1U) << colors;
    EXPECT_NE(warnings.front().find(curve), std::string::npos) << warnings.front();
    EXPECT_NE(warnings.front().find("turn it into SDR before"), std::string::npos);
  }
}

}  // namespace
}  // namespace shm
