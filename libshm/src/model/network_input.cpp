// SPDX-License-Identifier: MIT
// A frame as the network sees it: size, margin, channel order.
#include "model/network_input.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core/utility.hpp>
#include <utility>

#include "base/parallel.hpp"
#include "image/luminance.hpp"
#include "image/mat.hpp"
#include "kernels/cpu/pick_colors.hpp"

namespace shm {
namespace {

constexpr std::size_t most_on_stack = 16384;  ///< bytes of a row; of longer ones the heap has them

int rounded_up(int value, int multiple) {
  return (value + multiple - 1) / multiple * multiple;
}

WorkingSize with_margin(cv::Size inner, int multiple, int margin) {
  return {
      inner,
      {rounded_up(inner.width + margin, multiple), rounded_up(inner.height + margin, multiple)}};
}

int mirrored(int position, int length) {
  return cv::borderInterpolate(position, length, cv::BORDER_REFLECT_101);
}

}  // namespace

WorkingSize working_size(cv::Size frame, int size, int multiple, int margin, double pixel_aspect) {
  const double width = frame.width * pixel_aspect;
  const double scale = size / std::max(width, double(frame.height));
  const cv::Size inner(std::max(1, int(std::lround(width * scale))),
                       std::max(1, int(std::lround(frame.height * scale))));
  return with_margin(inner, multiple, margin);
}

NetworkInput::NetworkInput(ModelMetadata model)
    : model_(std::move(model)), margin_(model_.margin()) {}

void NetworkInput::run(const ImageView& frame, int size, double pixel_aspect) {
  run_at(frame, working_size({frame.width, frame.height}, size > 0 ? size : model_.size,
                             model_.size_multiple, margin_, pixel_aspect));
}

WorkingSize NetworkInput::padded(cv::Size inner) const {
  return with_margin(inner, model_.size_multiple, margin_);
}

void NetworkInput::run_at(const ImageView& frame, const WorkingSize& size) {
  size_ = size;
  resizer_.prepare({frame.width, frame.height}, size_.inner);
  luminance_.create(size_.inner, CV_32FC1);
  picture_.create(size_.padded, CV_8UC3);
  const cv::Mat pixels = as_mat(frame);
  const PixelLayout layout = layout_of(frame.format);
  const PixelLayout to = layout_of(model_.bgr ? PixelFormat::bgr : PixelFormat::rgb);
  const LuminanceRow write_luminance = luminance_row(frame.format);
  for_each_row(size_.inner.height, [&](int y) {
    cv::AutoBuffer<std::uint8_t, most_on_stack> row(std::size_t(size_.inner.width * layout.bytes));
    resizer_.row(pixels, y, row.data());
    write_luminance(row.data(), layout, size_.inner.width, luminance_.ptr<float>(y));
    pick_colors(row.data(), picture_.ptr(y), size_.inner.width, layout, to);
    mirror_right(picture_.ptr(y));
  });
  mirror_bottom();
}

void NetworkInput::mirror_right(std::uint8_t* row) const {
  const auto [inner, padded] = size_;
  for (int x = inner.width; x < padded.width; ++x)
    std::copy_n(row + 3 * std::ptrdiff_t(mirrored(x, inner.width)), 3, row + 3 * std::ptrdiff_t(x));
}

void NetworkInput::mirror_bottom() {
  const auto [inner, padded] = size_;
  for (int y = inner.height; y < padded.height; ++y)
    picture_.row(mirrored(y, inner.height)).copyTo(picture_.row(y));
}

}  // namespace shm
