// SPDX-License-Identifier: MIT
// Lines from luminance to alpha around each pixel: the guided filter, as far as it explains.
#include "infer/edge_fit.hpp"

#include <algorithm>
#include <array>

#include "base/parallel.hpp"
#include "image/window.hpp"
#include "kernels/cpu/alpha_content.hpp"
#include "kernels/cpu/lanes.hpp"

namespace shm {
namespace {

/// Half-width of the window that a line is fitted in, pixels at working size.
constexpr int radius = 2;
constexpr int side = 2 * radius + 1;
constexpr float pixels_a_window = side * side;
/// Variances below which a window counts as flat: contrasts of about 0.015 in luminance and 0.05 in
/// alpha.
constexpr float flat_luminance = 2e-4F;
constexpr float flat_alpha = 3e-3F;
/// A pixel is wholly refined where the mean trust in the windows around it is at least 1 / heard.
constexpr float heard = 1.5F;
/// What a pixel of alpha 1/2 counts in a fit, where one of alpha 0 or 1 counts 1.
constexpr float least_weight = 0.02F;

/// Windows of a row that are fitted together.
constexpr int tile = EdgeFit::tile;
/// Their pixels in one row of the windows.
constexpr int line_size = tile + 2 * radius;
using Line = std::array<float, line_size>;

/// Weighted sums over a window.
struct Moment {
  enum { weight, guide, alpha, guide_guide, alpha_alpha, guide_alpha, count };
};
/// What the fit of a window says.
struct Fit {
  enum { slope, offset, trust, count };
};
/// Slope and offset of each pixel.
using PixelLines = std::array<cv::Vec2f, tile>;
using Fits = std::array<std::array<float, tile>, Fit::count>;

/// `width` floats, whose ends go on outside.
Line line_around(const float* row, int x, int width) {
  Line line;
  for (int i = 0; i < line_size; ++i)
    line[std::size_t(i)] = row[std::clamp(x + i - radius, 0, width - 1)];
  return line;
}

/// What the windows of the row y whose middles are from x on see: line_size pixels of each row.
class Sight {
 public:
  Sight(const cv::Mat& plane, int x, int y) : rows_(rows_around<radius>(plane, y)) {
    const bool inside = x >= radius && x + tile + radius <= plane.cols;
    for (std::size_t i = 0; i < side; ++i) {
      if (!inside) border_[i] = line_around(rows_[i], x, plane.cols);
      rows_[i] = inside ? rows_[i] + x - radius : border_[i].data();
    }
  }
  Sight(const Sight&) = delete;
  Sight& operator=(const Sight&) = delete;

  const RowsAround<radius>& rows() const { return rows_; }

 private:
  RowsAround<radius> rows_;
  std::array<Line, side> border_;
};

using Moments = std::array<Line, Moment::count>;

/// Over the rows of windows. Only pixels that are surely person or room tell which luminance is
/// whose: the network's soft edge would make a halo.
SHM_INLINE void sum_moments(const RowsAround<radius>& guides, const RowsAround<radius>& alphas,
                            Moments& sums) {
  for (std::size_t x = 0; x < line_size; ++x) {
    float sum[Moment::count] = {};
    for (std::size_t i = 0; i < side; ++i) {
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

/// Windows' lines, trusted as far as they explain alpha's variance: r squared.
void fit_tile(const RowsAround<radius>& guides, const RowsAround<radius>& alphas, Fits& fits) {
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
      fits[Fit::slope][x] = explained * rise;
      fits[Fit::offset][x] = explained * (mean[Moment::alpha] - rise * mean[Moment::guide]);
      fits[Fit::trust][x] = explained;
    }
  });
}

/// Of one thing that the fits in the rows of windows say, `offset` floats on.
SHM_INLINE Line sum_of_fits(const RowsAround<radius>& windows, std::ptrdiff_t offset) {
  Line sums;
  sum_rows<radius>(windows, offset, line_size, sums.data());
  return sums;
}

/// Every pixel hears the windows it is in; what their trust leaves goes to the network's alpha.
void join_fits(const RowsAround<radius>& windows, std::ptrdiff_t row_size, const float* alphas,
               float edge_refine, float black, float gain, PixelLines& lines) {
  on_vector_unit([=, &lines]() mutable SHM_IN_EACH {
    const Line slopes = sum_of_fits(windows, Fit::slope * row_size);
    const Line offsets = sum_of_fits(windows, Fit::offset * row_size);
    const Line trusts = sum_of_fits(windows, Fit::trust * row_size);
    for (std::size_t x = 0; x < tile; ++x) {
      const float trust = sum_columns<radius>(trusts.data() + x);
      const float share = edge_refine * std::min(1.0F, heard / pixels_a_window * trust);
      const float part = gain * share / std::max(trust, 1e-30F);
      lines[x].val[0] = part * sum_columns<radius>(slopes.data() + x);
      lines[x].val[1] = part * sum_columns<radius>(offsets.data() + x) +
                        gain * ((1 - share) * clamped(alphas[x]) - black);
    }
  });
}

EdgeFit::Part keep_alphas(const float* alphas, float black, float gain, int count,
                          cv::Vec2f* __restrict lines) {
  return on_vector_unit([=]() mutable SHM_IN_EACH {
    int person = 0, room = 0;
    for (int x = 0; x < count; ++x) {
      const float offset = gain * (clamped(alphas[x]) - black);
      person |= int(offset > 0);
      room |= int(offset < 1);
      lines[x].val[0] = 0;
      lines[x].val[1] = offset;
    }
    if (person == 0) return EdgeFit::Part::nobody;
    return room == 0 ? EdgeFit::Part::person : EdgeFit::Part::soft;
  });
}

int tiles_of(int width) {
  return (width + tile - 1) / tile;
}

}  // namespace

/// What fits say of the windows of the last rows, as many as those of one pixel are in. Of all
/// windows that hold a pixel, those around the picture among them: column 0 is that of the window
/// in whose right column the picture begins.
class EdgeFit::FittedRows {
 public:
  explicit FittedRows(cv::Size picture)
      : height_(picture.height),
        columns_(tiles_of(picture.width + 2 * radius)),
        row_size_(columns_ * tile + 2 * radius),
        numbers_(std::size_t(side * Fit::count * row_size_)),
        fitted_(std::size_t(side * columns_)) {
    std::fill_n(numbers_.data(), numbers_.size(), 0.0F);
    std::fill_n(fitted_.data(), fitted_.size(), false);
  }

  int columns() const { return columns_; }
  std::ptrdiff_t row_size() const { return row_size_; }

  /// Of the tile `column` in row y, which takes the place of the row `side` above it.
  void put(int column, int y, const Fits& fits) {
    float* to = row(y) + std::ptrdiff_t(column) * tile;
    for (const auto& one : fits) {
      std::copy(one.begin(), one.end(), to);
      to += row_size_;
    }
    fitted_at(column, y) = true;
  }
  /// The same where no edge was seen.
  void clear(int column, int y) {
    if (!fitted_at(column, y)) return;
    put(column, y, {});
    fitted_at(column, y) = false;
  }

  /// Whether a window was fitted that holds a pixel of the tile `column` of row y.
  bool near(int column, int y) {
    const int next = std::min(column + 1, columns_ - 1);
    for (int i = std::max(0, y - radius); i <= std::min(height_ - 1, y + radius); ++i)
      if (fitted_at(column, i) || fitted_at(next, i)) return true;
    return false;
  }
  /// From pixel x on.
  RowsAround<radius> around(int x, int y) {
    RowsAround<radius> rows;
    for (int i = 0; i < side; ++i)
      rows[std::size_t(i)] = row(std::clamp(y + i - radius, 0, height_ - 1)) + x;
    return rows;
  }

 private:
  float* row(int y) { return numbers_.data() + y % side * Fit::count * row_size_; }
  bool& fitted_at(int column, int y) { return fitted_[std::size_t(y % side * columns_ + column)]; }

  int height_, columns_;
  std::ptrdiff_t row_size_;
  cv::AutoBuffer<float, 12288> numbers_;  ///< a row each of slopes, offsets and trusts
  cv::AutoBuffer<bool> fitted_;
};

void EdgeFit::run(const cv::Mat& luminance, const cv::Mat& alpha, double edge_refine,
                  const AlphaRange& range) {
  const AlphaGain levels{float(edge_refine), float(range.black),
                         float(1 / (range.white - range.black))};
  find_content(alpha);
  lines_.create(alpha.size(), CV_32FC2);
  parts_.create(contents_.size(), CV_8UC1);
  parallel_rows(alpha.rows, [&](Rows rows) {
    FittedRows fitted(alpha.size());
    int next = std::max(0, int(rows.begin) - radius);
    for (auto y = int(rows.begin); y < rows.end; ++y) {
      for (; next <= std::min(alpha.rows - 1, y + radius); ++next)
        fit_row(luminance, alpha, next, fitted);
      join_row(alpha, y, levels, fitted);
    }
  });
}

void EdgeFit::find_content(const cv::Mat& alpha) {
  contents_.create(alpha.rows, tiles_of(alpha.cols), CV_8UC1);
  for_each_row(alpha.rows, [&](int y) {
    for (int column = 0; column < contents_.cols; ++column) {
      const int x = column * tile;
      contents_.ptr<AlphaContent>(y)[column] =
          alpha_content(alpha.ptr<float>(y) + x, std::min(tile, alpha.cols - x));
    }
  });
}

/// Whether an edge is in windows whose middles are in the tile `column`: a fit would hardly count
/// in others.
bool EdgeFit::sees_edge(int column, int y) const {
  const int left = std::max(0, column - 1);
  const int right = std::min(column, contents_.cols - 1);
  AlphaContent content{};
  for (int row = std::max(0, y - radius); row <= std::min(contents_.rows - 1, y + radius); ++row) {
    const auto* contents = contents_.ptr<AlphaContent>(row);
    content |= contents[left];
    content |= contents[right];
  }
  return content == AlphaContent::edge;
}

void EdgeFit::fit_row(const cv::Mat& luminance, const cv::Mat& alpha, int y,
                      FittedRows& fitted) const {
  for (int column = 0; column < fitted.columns(); ++column) {
    if (!sees_edge(column, y)) {
      fitted.clear(column, y);
      continue;
    }
    const int x = column * tile - radius;
    Fits fits;
    fit_tile(Sight(luminance, x, y).rows(), Sight(alpha, x, y).rows(), fits);
    fitted.put(column, y, fits);
  }
}

void EdgeFit::join_row(const cv::Mat& alpha, int y, const AlphaGain& levels, FittedRows& fitted) {
  for (int column = 0; column < parts_.cols; ++column)
    parts_.ptr<Part>(y)[column] = fitted.near(column, y)
                                      ? join_tile(alpha, column, y, levels, fitted)
                                      : keep_tile(alpha, column, y, levels);
}

EdgeFit::Part EdgeFit::keep_tile(const cv::Mat& alpha, int column, int y, const AlphaGain& levels) {
  const int x = column * tile;
  return keep_alphas(alpha.ptr<float>(y) + x, levels.black, levels.gain,
                     std::min(tile, alpha.cols - x), lines_.ptr<cv::Vec2f>(y) + x);
}

EdgeFit::Part EdgeFit::join_tile(const cv::Mat& alpha, int column, int y, const AlphaGain& levels,
                                 FittedRows& fitted) {
  const int x = column * tile;
  const int count = std::min(tile, alpha.cols - x);
  std::array<float, tile> alphas{};
  std::copy_n(alpha.ptr<float>(y) + x, count, alphas.data());
  PixelLines lines;
  join_fits(fitted.around(x, y), fitted.row_size(), alphas.data(), levels.edge_refine, levels.black,
            levels.gain, lines);
  std::copy_n(lines.data(), count, lines_.ptr<cv::Vec2f>(y) + x);
  return Part::edge;
}

EdgeFit::Part EdgeFit::part(int column, int upper, int lower) const {
  const int next = std::min(column + 1, parts_.cols - 1);
  const std::array parts = {parts_.ptr<Part>(upper)[column], parts_.ptr<Part>(upper)[next],
                            parts_.ptr<Part>(lower)[column], parts_.ptr<Part>(lower)[next]};
  if (std::count(parts.begin(), parts.end(), parts[0]) == 4) return parts[0];
  return std::count(parts.begin(), parts.end(), Part::edge) > 0 ? Part::edge : Part::soft;
}

}  // namespace shm
