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

}  // namespace

Samples::Samples(GstVideoInfo info, GstBuffer* buffer) : width_(info.width), height_(info.height) {
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

std::array<double, 4> ExactColors::at(int x, int y) const {
  const std::array<double, 4>& samples = samples_.at(x, y);
  const auto [black, luma, neutral, chroma_range] = range(info_, samples_.bits());
  const double first = (samples[0] - black) / luma * 255;
  const bool transparent = info_.finfo->depth[3] > 0;
  const double alpha = transparent ? samples[3] / all_bits(samples_.bits()) * 255 : 255;
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

/// Between two rows of samples.
double ExactColors::chroma(std::size_t channel, int x, int y) const {
  const int shared = 1 << GST_VIDEO_FORMAT_INFO_H_SUB(info_.finfo, 1);
  const bool cosited = (info_.chroma_site & GST_VIDEO_CHROMA_SITE_V_COSITED) != 0;
  const double place = cosited ? double(y) / shared : (y + 0.5) / shared - 0.5;
  const double before = std::floor(place), part = place - before;
  const int last = (info_.height - 1) / shared;
  const auto row = [&](double r) { return std::clamp(int(r), 0, last) * shared; };
  return (1 - part) * chroma_of_row(channel, x, row(before)) +
         part * chroma_of_row(channel, x, row(before + 1));
}

double ExactColors::chroma_of_row(std::size_t channel, int x, int row) const {
  const int shared = 1 << GST_VIDEO_FORMAT_INFO_W_SUB(info_.finfo, 1);
  const bool cosited = (info_.chroma_site & GST_VIDEO_CHROMA_SITE_H_COSITED) != 0;
  const double place = cosited ? double(x) / shared : (x + 0.5) / shared - 0.5;
  const double before = std::floor(place), part = place - before;
  const int last = (info_.width - 1) / shared;
  const auto sample = [&](double s) {
    return samples_.at(std::clamp(int(s), 0, last) * shared, row)[channel];
  };
  return (1 - part) * sample(before) + part * sample(before + 1);
}

std::array<double, 3> encoded(const GstVideoInfo& info, const std::array<double, 3>& rgb) {
  const auto [red, blue] = shares(info);
  const auto [black, luma_range, neutral, chroma_range] = range(info, 8);
  const double luma = red * rgb[0] + (1 - red - blue) * rgb[1] + blue * rgb[2];
  return {black + luma_range * luma / 255,
          neutral + chroma_range * (rgb[2] - luma) / (2 * (1 - blue)) / 255,
          neutral + chroma_range * (rgb[0] - luma) / (2 * (1 - red)) / 255};
}

}  // namespace shm
