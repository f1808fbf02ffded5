// SPDX-License-Identifier: MIT
// The matrices between samples of video and R'G'B' of 0 to 255.
#include "image/color_encoding.hpp"

namespace shm {
namespace {

constexpr double white = 255;

using Factors = std::array<std::array<double, 3>, 3>;

/// Steps of the channels, and where they begin.
struct Scale {
  explicit Scale(const ColorEncoding& encoding) {
    const double others = encoding.rgb ? encoding.luma_range : encoding.chroma_range;
    const double other_zero = encoding.rgb ? encoding.black : encoding.neutral;
    steps = {encoding.luma_range, others, others};
    zeros = {encoding.black, other_zero, other_zero};
  }
  std::array<double, 3> steps, zeros;
};

/// From luma of 0..1 and chroma of -0.5..0.5.
Factors rgb_factors(const ColorEncoding& encoding) {
  if (encoding.rgb) return {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
  const double red_share = encoding.red_share, blue_share = encoding.blue_share;
  const double green_share = 1 - red_share - blue_share;
  const double red = 2 * (1 - red_share), blue = 2 * (1 - blue_share);
  return {{{1, 0, red},
           {1, -blue * blue_share / green_share, -red * red_share / green_share},
           {1, blue, 0}}};
}

Factors video_factors(const ColorEncoding& encoding) {
  if (encoding.rgb) return rgb_factors(encoding);
  const double red = encoding.red_share, blue = encoding.blue_share, green = 1 - red - blue;
  const double cb = 0.5 / (1 - blue), cr = 0.5 / (1 - red);
  return {{{red, green, blue},
           {-red * cb, -green * cb, (1 - blue) * cb},
           {(1 - red) * cr, -green * cr, -blue * cr}}};
}

}  // namespace

ColorMatrix to_rgb(const ColorEncoding& encoding) {
  const Factors factors = rgb_factors(encoding);
  const Scale scale(encoding);
  ColorMatrix matrix;
  for (std::size_t i = 0; i < 3; ++i) {
    double offset = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      const double factor = white * factors[i][k] / scale.steps[k];
      matrix.factors[i][k] = float(factor);
      offset -= factor * scale.zeros[k];
    }
    matrix.offsets[i] = float(offset);
  }
  return matrix;
}

ColorMatrix from_rgb(const ColorEncoding& encoding) {
  const Factors factors = video_factors(encoding);
  const Scale scale(encoding);
  ColorMatrix matrix;
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t k = 0; k < 3; ++k)
      matrix.factors[i][k] = float(factors[i][k] * scale.steps[i] / white);
    matrix.offsets[i] = float(scale.zeros[i]);
  }
  return matrix;
}

}  // namespace shm
