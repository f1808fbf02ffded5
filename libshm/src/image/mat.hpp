// SPDX-License-Identifier: MIT
// The library's views as OpenCV's matrices and back, without a copy.
#pragma once

#include <opencv2/core.hpp>

#include "base/aligned_memory.hpp"
#include "shm/image.hpp"

namespace shm {

/// The same pixels as OpenCV sees them, no copy. The matrix must not outlive them, and must not be
/// written to when it was made from an ImageView.
inline cv::Mat as_mat(const ImageView& image) {
  return {image.height, image.width, CV_8UC(layout_of(image.format).bytes),
          const_cast<std::uint8_t*>(image.data),  // NOLINT: cv::Mat knows no const data
          std::size_t(image.stride)};
}

inline cv::Mat as_mat(const MutableImageView& image) {
  return as_mat(ImageView(image));
}

inline cv::Mat as_mat(const PlaneView& plane) {
  return {plane.height, plane.width, CV_32FC1,
          const_cast<float*>(plane.data),  // NOLINT: cv::Mat knows no const data
          std::size_t(plane.stride) * sizeof(float)};
}

inline cv::Mat as_mat(const MutablePlaneView& plane) {
  return as_mat(PlaneView{plane.data, plane.width, plane.height, plane.stride});
}

/// The reverse: 8-bit pixels, or floats, of a matrix, no copy. The view must not outlive them.
inline MutableImageView image_view(cv::Mat& pixels, PixelFormat format) {
  return {pixels.data, pixels.cols, pixels.rows, std::ptrdiff_t(pixels.step[0]), format};
}

inline ImageView image_view(const cv::Mat& pixels, PixelFormat format) {
  return {pixels.data, pixels.cols, pixels.rows, std::ptrdiff_t(pixels.step[0]), format};
}

inline PlaneView plane_view(const cv::Mat& floats) {
  return {floats.ptr<float>(), floats.cols, floats.rows, std::ptrdiff_t(floats.step1())};
}

/// Valid until something else is taken from `scratch`.
inline cv::Mat mat_in(Scratch& scratch, cv::Size size, int type) {
  return {size, type, scratch.take(std::size_t(size.area()) * std::size_t(CV_ELEM_SIZE(type)))};
}

/// A part of an image or a plane, no copy.
template <typename View>
View part_of(View view, const cv::Rect& part) {
  std::ptrdiff_t samples = 1;
  if constexpr (requires { view.format; }) samples = layout_of(view.format).bytes;
  view.data = view.row(part.y) + part.x * samples;
  view.width = part.width;
  view.height = part.height;
  return view;
}

/// The value that stands for 1 in pixels of this depth.
inline double white(const cv::Mat& picture) {
  return picture.depth() == CV_8U ? 255 : picture.depth() == CV_16U ? 65535 : 1;
}

}  // namespace shm
