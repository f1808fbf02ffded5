// SPDX-License-Identifier: MIT
// Frames of every raw format that tests make, and a reader of what comes out.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "harness.hpp"

namespace shm {

struct Size {
  int width, height;
  guint padding;   ///< columns and rows of nothing around the frame
  int second = 0;  ///< of examples/webcam_man.mp4, whose frame it is; 0: a made one
};

/// All that GStreamer knows.
std::vector<GstVideoFormat> input_formats();

GstVideoInfo info_of(GstVideoFormat format, const Size& size);

/// A buffer of `info`'s size, with `padding` around the picture and a GstVideoMeta that says so.
BufferPtr padded_buffer(GstVideoInfo info, guint padding);

/// One picture in another format, by GStreamer.
void convert(const GstVideoInfo& from, GstBuffer* in, const GstVideoInfo& to, GstBuffer* out);

/// A frame of the clip, or a made one: colours that run over the whole range, each channel its own
/// way; the primaries, their complements, black and white; a texture in which neighbours have
/// little in common.
BufferPtr test_frame(const GstVideoInfo& info, const Size& size);

using Rgb = std::array<int, 3>;

/// A frame of one of the output's formats, read pixel by pixel.
class Pixels {
 public:
  Pixels(GstVideoInfo info, GstBuffer* buffer);
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

/// Whether each channel is.
bool is_near(const Rgb& got, const std::array<double, 3>& expected, double tolerance);

/// Says how many pixels are not right, and which is the first; nothing where all are.
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

}  // namespace shm
