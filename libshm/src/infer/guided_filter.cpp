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
using Line = GuidedFilter::Line;
using WindowRows = GuidedFilter::WindowRows;

using Moments = std::array<Line, GuidedWindow::moments>;

/// `width` floats, whose ends go on outside.
Line line_around(const float* row, int x, int width) {
  Line line;
  for (int i = 0; i < line_size; ++i)
    line[std::size_t(i)] = row[std::clamp(x + i - radius, 0, width - 1)];
  return line;
}

/// Over the rows of windows.
SHM_INLINE void sum_moments(const WindowRows& guides, const WindowRows& alphas, Moments& sums) {
  for (std::size_t x = 0; x < line_size; ++x) {
    float sum[GuidedWindow::moments] = {};
    for (std::size_t i = 0; i < GuidedFilter::side; ++i)
      GuidedWindow::add_pixel(guides[i][x], alphas[i][x], sum);
    for (std::size_t m = 0; m < GuidedWindow::moments; ++m)
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
      float sum[GuidedWindow::moments];
      for (std::size_t m = 0; m < GuidedWindow::moments; ++m)
        sum[m] = sum_columns<radius>(sums[m].data() + x);
      const GuidedWindow::Fit fit = GuidedWindow::fit(sum);
      fits[slope][x] = fit.slope;
      fits[offset][x] = fit.offset;
      fits[confidence][x] = fit.confidence;
    }
  });
}

void GuidedFilter::join_fits(const WindowRows& windows, std::ptrdiff_t row_size,
                             const float* alphas, const Gain& gain, PixelLines& lines) {
  on_vector_unit([=, &lines]() mutable SHM_IN_EACH {
    const Line slopes = sum_of_fits(windows, slope * row_size);
    const Line offsets = sum_of_fits(windows, offset * row_size);
    const Line confidences = sum_of_fits(windows, confidence * row_size);
    for (std::size_t x = 0; x < tile; ++x) {
      const GuidedWindow::Fit sum = {sum_columns<radius>(slopes.data() + x),
                                     sum_columns<radius>(offsets.data() + x),
                                     sum_columns<radius>(confidences.data() + x)};
      const GuidedWindow::Line line = GuidedWindow::join(sum, alphas[x], gain);
      lines[x].val[0] = line.slope;
      lines[x].val[1] = line.offset;
    }
  });
}

}  // namespace shm
