// SPDX-License-Identifier: MIT
// A frame as a coarse grid of mean colours, which noise hardly changes.
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <vector>

#include "shm/image.hpp"

namespace shm {

/// A frame as a coarse grid of mean colours: what a camera's noise does to single pixels hardly
/// shows there, what moves does. Keeps its buffers, so that frames of one size cost no allocation.
class Cells {
 public:
  /// At most so many; fewer where the frame has fewer pixels.
  static constexpr int most_columns = 160;
  static constexpr int most_rows = 120;

  /// `cells` becomes CV_32FC3: red, green and blue, 0..255.
  void measure(const ImageView& frame, cv::Mat& cells);

 private:
  void add_rows(const ImageView& frame, int first, int end);
  void write_means(const PixelLayout& layout, cv::Mat& cells, int row) const;

  std::vector<std::uint16_t> sums_;  ///< of the frame's bytes, over the rows of a row of cells
  int summed_rows_ = 0;
  int width_ = 0;
};

}  // namespace shm
