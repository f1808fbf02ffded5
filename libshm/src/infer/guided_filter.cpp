// SPDX-License-Identifier: MIT
// The guided filter's loops over a tile of a row: lines fitted in windows, and those of pixels.
#include "infer/guided_filter.hpp"

#include <algorithm>

#include "kernels/cpu/lanes.hpp"

namespace shm {
namespace {

constexpr int radius = GuidedFilter::radius;
constexpr int tile = GuidedFilter::tile;
constexpr int line_size = GuidedFilter::line_size;
constexpr float pixels_a_window = GuidedFilter::side * GuidedFilter::side;
using Line = GuidedFilter::Line;
using WindowRows = GuidedFilter::WindowRows;

/// Variances below which a window counts as flat: contrasts of about 0.015 in luminance and 0.05 in
/// alpha.
constexpr float flat_luminance = 2e-4F;
constexpr float flat_alpha = 3e-3F;
/// A pixel is wholly refined where the mean confidence in the windows around it is at least
/// 1 / confidence_gain.
constexpr float confidence_gain = 1.5F;
/// What a pixel of alpha 1/2 counts in a fit, where one of alpha 0 or 1 counts 1.
constexpr float least_weight = 0.02F;

/// Weighted sums over a window.
struct Moment {
  enum { weight, guide, alpha, guide_guide, alpha_alpha, guide_alpha, count };
};
using Moments = std::array<Line, Moment::count>;

/// `width` floats, whose ends go on outside.
Line line_around(const float* row, int x, int width) {
  Line line;
  for (int i = 0; i < line_size; ++i)
    line[std::size_t(i)] = row[std::clamp(x + i - radius, 0, width - 1)];
  return line;
}

/// Over the rows of windows. Only pixels that are surely person or room tell which luminance is
/// whose: the network's soft edge would make a halo.
SHM_INLINE void sum_moments(const WindowRows& guides, const WindowRows& alphas, Moments& sums) {
  for (std::size_t x = 0; x < line_size; ++x) {
    float sum[Moment::count] = {};
    for (std::size_t i = 0; i < GuidedFilter::side; ++i) {
      const float g = guides[i][x];
      const float a = clamped(alphas[i][x]);
      const float sureness = 2 * a - 1;
      const float w = sureness * sureness + least_weight;
      sum[Moment::weight] += w;
      sum[Moment::guide] += w * g;
      sum[Moment::alpha] += w * a;
      sum[Moment::guide_guide] += w * g * g;
      sum[Moment::alpha_alpha] += w * a * a;
      sum[Moment::guide_alpha] += w * g * a;
    }
    for (std::size_t m = 0; m < Moment::count; ++m)
      sums[m][x] = sum[m];
  }
}

/// Of one thing that the fits in the rows of windows say, `offset` floats on.
SHM_INLINE Line sum_of_fits(const WindowRows& windows, std::ptrdiff_t offset) {
  Line sums;
  sum_rows<radius>(windows, offset, line_size, sums.data());
  return sums;
}

}  // namespace

TileWindows::TileWindows(const cv::Mat& plane, int x, int y)
    : rows_(rows_around<radius>(plane, y)) {
  const bool inside = x >= radius && x + tile + radius <= plane.cols;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (!inside) border_[i] = line_around(rows_[i], x, plane.cols);
    rows_[i] = inside ? rows_[i] + x - radius : border_[i].data();
  }
}

void GuidedFilter::fit_tile(const WindowRows& guides, const WindowRows& alphas, Fits& fits) {
  on_vector_unit([=, &fits]() mutable SHM_IN_EACH {
    Moments sums;
    sum_moments(guides, alphas, sums);
    for (std::size_t x = 0; x < tile; ++x) {
      float mean[Moment::count];
      for (std::size_t m = 0; m < Moment::count; ++m)
        mean[m] = sum_columns<radius>(sums[m].data() + x);
      for (std::size_t m = Moment::guide; m < Moment::count; ++m)
        mean[m] /= mean[Moment::weight];
      const float guide_variance =
          mean[Moment::guide_guide] - mean[Moment::guide] * mean[Moment::guide] + flat_luminance;
      const float alpha_variance =
          mean[Moment::alpha_alpha] - mean[Moment::alpha] * mean[Moment::alpha] + flat_alpha;
      const float covariance =
          mean[Moment::guide_alpha] - mean[Moment::guide] * mean[Moment::alpha];
      const float rise = covariance / guide_variance;
      const float explained = std::min(1.0F, rise * covariance / alpha_variance);
      fits[slope][x] = explained * rise;
      fits[offset][x] = explained * (mean[Moment::alpha] - rise * mean[Moment::guide]);
      fits[confidence][x] = explained;
    }
  });
}

void GuidedFilter::join_fits(const WindowRows& windows, std::ptrdiff_t row_size,
                             const float* alphas, const Gain& gain, PixelLines& lines) {
  on_vector_unit([=, &lines]() mutable SHM_IN_EACH {
    const auto [edge_refine, black, stretch] = gain;
    const Line slopes = sum_of_fits(windows, slope * row_size);
    const Line offsets = sum_of_fits(windows, offset * row_size);
    const Line confidences = sum_of_fits(windows, confidence * row_size);
    for (std::size_t x = 0; x < tile; ++x) {
      const float mean = sum_columns<radius>(confidences.data() + x);
      const float share = edge_refine * std::min(1.0F, confidence_gain / pixels_a_window * mean);
      const float part = stretch * share / std::max(mean, 1e-30F);
      lines[x].val[0] = part * sum_columns<radius>(slopes.data() + x);
      lines[x].val[1] = part * sum_columns<radius>(offsets.data() + x) +
                        stretch * ((1 - share) * clamped(alphas[x]) - black);
    }
  });
}

}  // namespace shm
