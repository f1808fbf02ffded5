// SPDX-License-Identifier: MIT
// A frame as a coarse grid of mean colours, which noise hardly changes.
#include "infer/cells.hpp"

#include <algorithm>
#include <array>

#include "kernels/cpu/lanes.hpp"

namespace shm {
namespace {

/// Rows of pixels that speak for a cell: more tell little more, and take longer to read.
constexpr int most_rows_read = 4;

/// Where the part number `part` of so many begins.
int begin_of(int part, int parts, int length) {
  return int(std::int64_t(part) * length / parts);
}

void set_row(const std::uint8_t* row, std::size_t bytes, std::uint16_t* __restrict sums) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for (std::size_t i = 0; i < bytes; ++i)
      sums[i] = row[i];
  });
}

void add_row(const std::uint8_t* row, std::size_t bytes, std::uint16_t* __restrict sums) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for (std::size_t i = 0; i < bytes; ++i)
      sums[i] = std::uint16_t(sums[i] + row[i]);
  });
}

}  // namespace

void Cells::measure(const ImageView& frame, cv::Mat& cells) {
  const PixelLayout layout = layout_of(frame.format);
  width_ = frame.width;
  sums_.resize(std::size_t(frame.width) * std::size_t(layout.bytes));
  cells.create(std::min(frame.height, most_rows), std::min(frame.width, most_columns), CV_32FC3);
  for (int row = 0; row < cells.rows; ++row) {
    add_rows(frame, begin_of(row, cells.rows, frame.height),
             begin_of(row + 1, cells.rows, frame.height));
    write_means(layout, cells, row);
  }
}

void Cells::add_rows(const ImageView& frame, int first, int end) {
  const int step = (end - first + most_rows_read - 1) / most_rows_read;
  set_row(frame.row(first), sums_.size(), sums_.data());
  summed_rows_ = 1;
  for (int y = first + step; y < end; y += step, ++summed_rows_)
    add_row(frame.row(y), sums_.size(), sums_.data());
}

void Cells::write_means(const PixelLayout& layout, cv::Mat& cells, int row) const {
  auto* to = cells.ptr<cv::Vec3f>(row);
  for (int column = 0; column < cells.cols; ++column) {
    const int begin = begin_of(column, cells.cols, width_);
    const int end = begin_of(column + 1, cells.cols, width_);
    std::array<int, 3> sums{};
    const std::uint16_t* pixel = sums_.data() + std::ptrdiff_t(begin) * layout.bytes;
    for (int x = begin; x < end; ++x, pixel += layout.bytes) {
      sums[0] += pixel[layout.red];
      sums[1] += pixel[layout.green];
      sums[2] += pixel[layout.blue];
    }
    const float share = 1 / float(summed_rows_ * (end - begin));
    to[column] = {share * float(sums[0]), share * float(sums[1]), share * float(sums[2])};
  }
}

}  // namespace shm
