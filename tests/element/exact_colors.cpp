// SPDX-License-Identifier: MIT
// What the standards say that a frame shows, in floating point.
#include "exact_colors.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace shm {
namespace {

/// Of red and blue in luma: ITU-R BT.601-7, BT.709-6, BT.2020-2 and SMPTE 240M.
std::array<double, 2> shares(const GstVideoInfo& info) {
  switch (info.colorimetry.matrix) {
    case GST_VIDEO_COLOR_MATRIX_BT709: return {0.2126, 0.0722};
    case GST_VIDEO_COLOR_MATRIX_BT2020: return {0.2627, 0.0593};
    case GST_VIDEO_COLOR_MATRIX_SMPTE240M: return {0.212, 0.087};
    default: return {0.299, 0.114};
  }
}

struct Range {
  double black, luma, neutral, chroma;
};

double all_bits(int bits) {
  return std::pow(2, bits) - 1;
}

/// Of samples that were brought to so many bits.
Range range(const GstVideoInfo& info, int bits) {
  const int own = int(info.finfo->depth[0]);
  const double scale = all_bits(bits) / all_bits(own), unit = scale * std::pow(2, own - 8);
  if (info.colorimetry.range == GST_VIDEO_COLOR_RANGE_16_235)
    return {16 * unit, 219 * unit, 128 * unit, 224 * unit};
  return {0, all_bits(bits), 128 * unit, all_bits(bits)};
}

double clamped(double value) {
  return std::clamp(value, 0.0, 255.0);
}

/// How chroma is shared along one side of a frame: by 2 to the power of `shift` pixels, and sited
/// with the first of them or amid all.
struct Sharing {
  guint shift;
  bool cosited;
};

/// A pixel's chroma, between the two samples of a side that lie nearest.
template <typename Sample>
double between(int pixel, const Sharing& sharing, int side, const Sample& sample) {
  const int shared = 1 << sharing.shift, last = (side - 1) / shared;
  const double place = sharing.cosited ? double(pixel) / shared : (pixel + 0.5) / shared - 0.5;
  const double before = std::floor(place), part = place - before;
  const auto at = [&](double step) { return sample(std::clamp(int(step), 0, last) * shared); };
  return (1 - part) * at(before) + part * at(before + 1);
}

}  // namespace

Samples::Samples(GstVideoInfo info, GstBuffer* buffer)
    : width_(info.width), height_(info.height), depth_(int(info.finfo->depth[0])) {
  GstVideoFrame frame;
  EXPECT_TRUE(gst_video_frame_map(&frame, &info, buffer, GST_MAP_READ));
  const GstVideoFormat unpacked = info.finfo->unpack_format;
  bits_ = int(gst_video_format_get_info(unpacked)->depth[0]);
  bits_ > 8 ? take<guint16>(frame) : take<guint8>(frame);
  gst_video_frame_unmap(&frame);
}

template <typename Word>
void Samples::take(const GstVideoFrame& frame) {
  const GstVideoFormatInfo* format = frame.info.finfo;
  std::vector<Word> row(std::size_t(width_) * 4 + 64);
  for (int y = 0; y < height_; ++y) {
    format->unpack_func(format, GST_VIDEO_PACK_FLAG_NONE, row.data(), frame.data, frame.info.stride,
                        0, y, width_);
    for (int x = 0; x < width_; ++x) {
      const Word* pixel = row.data() + std::ptrdiff_t(4) * x;  // alpha comes first
      samples_.push_back({double(pixel[1]), double(pixel[2]), double(pixel[3]), double(pixel[0])});
    }
  }
}

const std::array<double, 4>& Samples::at(int x, int y) const {
  return samples_.at(std::size_t(std::clamp(y, 0, height_ - 1)) * std::size_t(width_) +
                     std::size_t(std::clamp(x, 0, width_ - 1)));
}

std::array<double, 4> Samples::own(int x, int y) const {
  std::array<double, 4> samples = at(x, y);
  for (double& sample : samples)
    sample *= all_bits(depth_) / all_bits(bits_);
  return samples;
}

std::array<double, 4> ExactColors::at(int x, int y) const {
  const std::array<double, 4>& samples = samples_.at(x, y);
  const auto [black, luma, neutral, chroma_range] = range(info_, samples_.bits());
  const double first = (samples[0] - black) / luma * 255;
  const int depth = int(info_.finfo->depth[3]);  // the bits below it are GStreamer's
  const double own_alpha = std::floor(samples[3] / std::pow(2, samples_.bits() - depth));
  const double alpha = depth > 0 ? own_alpha / all_bits(depth) * 255 : 255;
  if (GST_VIDEO_INFO_IS_RGB(&info_))
    return {clamped(first), clamped((samples[1] - black) / luma * 255),
            clamped((samples[2] - black) / luma * 255), alpha};
  const auto [red, blue] = shares(info_);
  const double green = 1 - red - blue;
  const double cb = (chroma(1, x, y) - neutral) / chroma_range * 255 * 2 * (1 - blue);
  const double cr = (chroma(2, x, y) - neutral) / chroma_range * 255 * 2 * (1 - red);
  return {clamped(first + cr), clamped(first - (blue * cb + red * cr) / green), clamped(first + cb),
          alpha};
}

double ExactColors::chroma(std::size_t channel, int x, int y) const {
  const auto is_cosited = [&](int way) { return (info_.chroma_site & way) != 0; };
  const Sharing across{GST_VIDEO_FORMAT_INFO_W_SUB(info_.finfo, 1),
                       is_cosited(GST_VIDEO_CHROMA_SITE_H_COSITED)};
  const Sharing down{GST_VIDEO_FORMAT_INFO_H_SUB(info_.finfo, 1),
                     is_cosited(GST_VIDEO_CHROMA_SITE_V_COSITED)};
  return between(y, down, info_.height, [&](int row) {
    return between(x, across, info_.width,
                   [&](int column) { return samples_.at(column, row)[channel]; });
  });
}

std::array<double, 3> encoded(const GstVideoInfo& info, const std::array<double, 3>& rgb) {
  const auto [red, blue] = shares(info);
  const auto [black, luma_range, neutral, chroma_range] = range(info, int(info.finfo->depth[0]));
  const double luma = red * rgb[0] + (1 - red - blue) * rgb[1] + blue * rgb[2];
  return {black + luma_range * luma / 255,
          neutral + chroma_range * (rgb[2] - luma) / (2 * (1 - blue)) / 255,
          neutral + chroma_range * (rgb[0] - luma) / (2 * (1 - red)) / 255};
}

}  // namespace shm
