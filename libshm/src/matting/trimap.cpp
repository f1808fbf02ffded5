// SPDX-License-Identifier: MIT
// Trimaps from masks and alphas.

#include "shm/trimap.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "base/check_options.hpp"
#include "image/mat.hpp"
#include "shm/error.hpp"
#include "shm/matting_options.hpp"

namespace shm {
namespace {

constexpr int person_from = 128;

int opencv_shape(KernelShape shape) {
  switch (shape) {
    case KernelShape::ellipse: return cv::MORPH_ELLIPSE;
    case KernelShape::rect: return cv::MORPH_RECT;
    case KernelShape::cross: return cv::MORPH_CROSS;
  }
  return cv::MORPH_ELLIPSE;
}

void check_input(const ImageView& mask, const TrimapOptions& options) {
  options.check();
  if (mask.format != PixelFormat::gray)
    throw BadInput("mask or alpha for a trimap: give one channel (gray)");
  if (mask.width < 1 || mask.height < 1) throw BadInput("mask or alpha for a trimap: it is empty");
}

/// Unknown from where `sure` no longer holds the kernel to where `possible` no longer touches it.
Image band(const cv::Mat& sure, const cv::Mat& possible, int size, KernelShape shape) {
  const cv::Mat kernel = cv::getStructuringElement(opencv_shape(shape), {size, size});
  cv::Mat eroded, dilated;
  cv::erode(sure, eroded, kernel);
  cv::dilate(possible, dilated, kernel);
  Image trimap(sure.cols, sure.rows, PixelFormat::gray);
  cv::Mat result = as_mat(trimap.view());
  result.setTo(trimap_background);
  result.setTo(trimap_unknown, dilated);
  result.setTo(trimap_foreground, eroded);
  return trimap;
}

}  // namespace

void TrimapOptions::check() const {
  check_options(*this);
}

Image trimap_from_mask(const ImageView& mask, const TrimapOptions& options) {
  check_input(mask, options);
  const cv::Mat person = as_mat(mask) >= person_from;
  return band(person, person, kernel_size(mask, options), options.shape);
}

Image trimap_from_alpha(const ImageView& alpha, const TrimapOptions& options) {
  check_input(alpha, options);
  const cv::Mat values = as_mat(alpha);
  return band(values == 255, values > 0, kernel_size(alpha, options), options.shape);
}

int kernel_size(const ImageView& mask, const TrimapOptions& options) {
  check_input(mask, options);
  if (options.relative == 0) return options.size;
  const cv::Rect person = cv::boundingRect(as_mat(mask) >= person_from);
  const double extent = std::max(person.width, person.height);
  return std::clamp(int(std::lround(options.relative * extent)), 1, TrimapOptions::largest_size);
}

}  // namespace shm
