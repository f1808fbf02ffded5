// SPDX-License-Identifier: MIT
// What samples of YUV the standards make of pixels.
#pragma once

#include <algorithm>

#include "exact_colors.hpp"
#include "format_frames.hpp"

namespace shm {

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

  /// Whether the three channels of a pixel, as they were found, are within 1 of these.
  template <typename Found>
  bool holds(const Found& found, int x, int y) const {
    for (std::size_t c = 0; c < 3; ++c)
      if (std::abs(found[c] - at(c, x, y)) > 1) return false;
    return true;
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

}  // namespace shm
