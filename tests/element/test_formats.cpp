#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <tuple>

#include "harness.hpp"

namespace shm {
namespace {

constexpr int background[3] = {0, 177, 64};  // the default of background-color

struct Size {
  int width, height;
  guint padding;  ///< columns and rows of nothing around the frame
};

std::vector<GstVideoFormat> input_formats() {
  const Ptr<GstCaps> all(gst_caps_from_string(GST_VIDEO_CAPS_MAKE(GST_VIDEO_FORMATS_ALL)));
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
Ptr<GstBuffer> padded_buffer(GstVideoInfo info, guint padding) {
  const gint width = info.width;
  const gint height = info.height;
  if (padding > 0 && !GST_VIDEO_FORMAT_INFO_IS_TILED(info.finfo)) {
    GstVideoAlignment alignment;
    gst_video_alignment_reset(&alignment);
    alignment.padding_left = alignment.padding_right = padding;
    alignment.padding_top = alignment.padding_bottom = padding;
    gst_video_info_align(&info, &alignment);
  }
  Ptr<GstBuffer> buffer(gst_buffer_new_allocate(nullptr, info.size, nullptr));
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

/// Colours that run over the whole range, each channel its own way.
std::vector<guint8> gradient(const Size& size) {
  std::vector<guint8> pixels;
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      const int across = 255 * x / (size.width - 1);
      const int down = 255 * y / (size.height - 1);
      pixels.insert(pixels.end(), {guint8(across), guint8(down), guint8(across / 2), 255});
    }
  }
  return pixels;
}

Ptr<GstBuffer> test_frame(const GstVideoInfo& info, const Size& size) {
  const std::vector<guint8> pixels = gradient(size);
  const Ptr<GstBuffer> rgba(gst_buffer_new_memdup(pixels.data(), pixels.size()));
  Ptr<GstBuffer> frame = padded_buffer(info, size.padding);
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

int expected_alpha(const Rgb& rgb) {
  return std::ranges::max(rgb);
}

bool is_composite(const Rgb& got, const Rgb& frame) {
  const int alpha = expected_alpha(frame);
  for (std::size_t c = 0; c < 3; ++c) {
    const int expected = (frame[c] * alpha + background[c] * (255 - alpha) + 127) / 255;
    if (std::abs(got[c] - expected) > 1) return false;
  }
  return true;
}

/// Whether pixel x, y of `out` is right, given the frame as GStreamer's converter makes it.
bool right(const std::string& output, const Pixels& out, const Pixels& frame, int x, int y) {
  const Rgb rgb = frame.rgb(x, y);
  if (output == "alpha") return out.gray(x, y) == expected_alpha(rgb);
  if (output == "cutout") return out.rgb(x, y) == rgb && out.alpha(x, y) == expected_alpha(rgb);
  return is_composite(out.rgb(x, y), rgb) && (!out.has_alpha() || out.alpha(x, y) == 255);
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

std::string wrong_pixels(const std::string& output, const Pixels& out, const Pixels& frame,
                         const Size& size) {
  int count = 0;
  std::string first;
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      if (right(output, out, frame, x, y)) continue;
      if (count++ == 0) first = std::to_string(x) + ", " + std::to_string(y);
    }
  }
  return count == 0 ? "" : std::to_string(count) + " wrong pixels, the first at " + first;
}

class InputFormat : public testing::TestWithParam<std::tuple<GstVideoFormat, Size>> {
 protected:
  void check(Harness& harness, const Way& way, GstBuffer* frame) {
    const auto [format, size] = GetParam();
    harness.set("output", way.output);
    harness.src_caps(std::string("video/x-raw, format=") + way.format);
    const Ptr<GstBuffer> out = harness.process(Ptr<GstBuffer>(gst_buffer_ref(frame)));
    ASSERT_TRUE(out);
    const GstVideoInfo out_info = harness.output_info();
    ASSERT_STREQ(gst_video_format_to_string(GST_VIDEO_INFO_FORMAT(&out_info)), way.format);
    const bool gray = GST_VIDEO_INFO_IS_GRAY(&out_info);
    const GstVideoInfo reference_info = gray ? info_of(GST_VIDEO_FORMAT_RGBA, size) : out_info;
    const Ptr<GstBuffer> reference(gst_buffer_new_allocate(nullptr, reference_info.size, nullptr));
    convert(info_of(format, size), frame, info_of(GST_VIDEO_INFO_FORMAT(&reference_info), size),
            reference.get());
    EXPECT_EQ(wrong_pixels(way.output, Pixels(out_info, out.get()),
                           Pixels(reference_info, reference.get()), size),
              "");
  }
};

TEST_P(InputFormat, BecomesEveryOutputFormatPixelByPixel) {
  const auto [format, size] = GetParam();
  const Ptr<GstBuffer> frame = test_frame(info_of(format, size), size);
  Harness harness;
  harness.sink_caps(raw_caps(gst_video_format_to_string(format), size.width, size.height));
  for (const Way& way : ways) {
    SCOPED_TRACE(std::string(way.format) + " " + way.output);
    check(harness, way, frame.get());
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

TEST(Formats, PackedYuvOfEveryStandardHasTheColorsOfVideoconvert) {
  const Size size{66, 40, 0};
  for (const std::string format : {"YUY2", "UYVY", "YVYU"})
    for (const std::string standard : {"bt601", "bt709", "bt2020", "smpte240m", "1:4:0:0"})
      for (const std::string site : {"none", "h-cosited"}) {
        SCOPED_TRACE(format + ", " + standard + ", " + site);
        const std::string caps = raw_caps(format, size.width, size.height) +
                                 ", colorimetry=" + standard + ", chroma-site=" + site;
        const Ptr<GstCaps> parsed(gst_caps_from_string(caps.c_str()));
        GstVideoInfo info;
        ASSERT_TRUE(gst_video_info_from_caps(&info, parsed.get()));
        const Ptr<GstBuffer> frame = test_frame(info, size);
        Harness harness;
        harness.sink_caps(caps);
        harness.src_caps("video/x-raw, format=RGBA");
        const Ptr<GstBuffer> out = harness.process(Ptr<GstBuffer>(gst_buffer_ref(frame.get())));
        ASSERT_TRUE(out);
        const GstVideoInfo rgba = info_of(GST_VIDEO_FORMAT_RGBA, size);
        const Ptr<GstBuffer> reference(gst_buffer_new_allocate(nullptr, rgba.size, nullptr));
        convert(info, frame.get(), rgba, reference.get());
        EXPECT_EQ(wrong_pixels("cutout", Pixels(harness.output_info(), out.get()),
                               Pixels(rgba, reference.get()), size),
                  "");
      }
}

TEST(Formats, InterlacedFramesComeOutWhole) {
  Harness harness;
  harness.sink_caps(raw_caps("I420", 64, 48) + ", interlace-mode=interleaved");
  const Ptr<GstBuffer> out = harness.process(plain_frame(raw_caps("I420", 64, 48), 128));
  ASSERT_TRUE(out);
  EXPECT_EQ(gst_buffer_get_size(out.get()), 64U * 48U * 4U);
  const GstVideoInfo info = harness.output_info();
  EXPECT_EQ(GST_VIDEO_INFO_INTERLACE_MODE(&info), GST_VIDEO_INTERLACE_MODE_INTERLEAVED);
}

TEST(Formats, ColorsDoNotDependOnTheNumberOfThreads) {
  const Size size{640, 480, 0};
  for (const GstVideoFormat format :
       {GST_VIDEO_FORMAT_NV12, GST_VIDEO_FORMAT_NV21, GST_VIDEO_FORMAT_I420, GST_VIDEO_FORMAT_YV12,
        GST_VIDEO_FORMAT_P010_10LE, GST_VIDEO_FORMAT_UYVY}) {
    const GstVideoInfo info = info_of(format, size);
    const auto shown = [&](const char* threads) {
      Harness harness({{"threads", threads}});
      const Ptr<GstCaps> caps(gst_video_info_to_caps(&info));
      gchar* const text = gst_caps_to_string(caps.get());
      harness.sink_caps(text);
      g_free(text);
      const Ptr<GstBuffer> out = harness.process(test_frame(info, size));
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
    const Ptr<GstBuffer> out = harness.process(plain_frame(raw_caps("YUY2", width, height), 128));
    ASSERT_TRUE(out) << width << "x" << height;
    EXPECT_EQ(gst_buffer_get_size(out.get()), std::size_t(width) * std::size_t(height) * 4U);
  }
}

TEST(Formats, TrimapIsThatOfTheNetwork) {
  Harness harness({{"output", "trimap"}});
  harness.sink_caps(raw_caps("YUY2", 32, 32));
  const Ptr<GstBuffer> out = harness.process(plain_frame(raw_caps("YUY2", 32, 32), 200));
  ASSERT_TRUE(out);
  EXPECT_EQ(bytes_of(out.get()), std::vector<guint8>(32 * 32, 128));
}

TEST(Formats, DespillMayBeSetWhilePlaying) {
  Harness harness({{"model", "fake:alpha=128"}});
  harness.sink_caps(raw_caps("RGBA", 32, 32));
  const auto shown = [&] {
    const Ptr<GstBuffer> out = harness.process(plain_frame(raw_caps("RGBA", 32, 32), 200));
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
  harness.sink_caps(raw_caps("RGBA", 32, 32));
  const Ptr<GstBuffer> out = harness.process(plain_frame(raw_caps("RGBA", 32, 32), 200));
  ASSERT_TRUE(out);
  EXPECT_EQ(first_pixel(out.get(), 4), (std::vector<int>{100, 100, 100, 128}));
}

}  // namespace
}  // namespace shm
