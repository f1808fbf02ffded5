// SPDX-License-Identifier: MIT
// What the guided filter's fits say of the windows of the last rows.
#pragma once

#include <algorithm>
#include <cstddef>
#include <opencv2/core.hpp>
#include <opencv2/core/utility.hpp>

#include "infer/guided_filter.hpp"

namespace shm {

/// As many rows as those of one pixel's windows. Of all windows that hold a pixel, those around the
/// picture among them: column 0 is that of the window in whose right column the picture begins.
class FittedRows {
 public:
  explicit FittedRows(cv::Size picture)
      : height_(picture.height),
        columns_(tiles_of(picture.width + 2 * radius)),
        row_size_(columns_ * GuidedFilter::tile + 2 * radius),
        numbers_(std::size_t(row_size_ * GuidedFilter::fit_count * side)),
        fitted_(std::size_t(side * columns_)) {
    std::fill_n(numbers_.data(), numbers_.size(), 0.0F);
    std::fill_n(fitted_.data(), fitted_.size(), false);
  }

  static int tiles_of(int width) { return (width + GuidedFilter::tile - 1) / GuidedFilter::tile; }

  int columns() const { return columns_; }
  std::ptrdiff_t row_size() const { return row_size_; }

  /// Of the tile `column` in row y, which takes the place of the row `side` above it.
  void put(int column, int y, const GuidedFilter::Fits& fits) {
    float* to = row(y) + std::ptrdiff_t(column) * GuidedFilter::tile;
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
  GuidedFilter::WindowRows around(int x, int y) {
    GuidedFilter::WindowRows rows;
    for (int i = 0; i < side; ++i)
      rows[std::size_t(i)] = row(std::clamp(y + i - radius, 0, height_ - 1)) + x;
    return rows;
  }

 private:
  static constexpr int radius = GuidedFilter::radius;
  static constexpr int side = GuidedFilter::side;

  float* row(int y) { return numbers_.data() + row_size_ * GuidedFilter::fit_count * (y % side); }
  bool& fitted_at(int column, int y) { return fitted_[std::size_t(y % side * columns_ + column)]; }

  int height_, columns_;
  std::ptrdiff_t row_size_;
  cv::AutoBuffer<float, 12288> numbers_;  ///< a row each of slopes, offsets and confidences
  cv::AutoBuffer<bool> fitted_;
};

}  // namespace shm
