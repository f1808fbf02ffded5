// SPDX-License-Identifier: MIT
// Moves alpha's edges outwards or inwards, and softens them.
#include "infer/edge_shape.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "image/mat.hpp"
#include "kernels/pixel/edge_shift.hpp"

namespace shm {
namespace {

void filter(cv::Mat& alpha, const cv::Mat& shape, bool outwards) {
  cv::morphologyEx(alpha, alpha, outwards ? cv::MORPH_DILATE : cv::MORPH_ERODE, shape);
}

/// The middle, and what is so many pixels from it along each axis.
cv::Mat steps(int pixels) {
  cv::Mat shape = cv::Mat::zeros(2 * pixels + 1, 2 * pixels + 1, CV_8UC1);
  for (const cv::Point step : {cv::Point(0, 0), {1, 0}, {-1, 0}, {0, 1}, {0, -1}})
    shape.at<std::uint8_t>(cv::Point(pixels, pixels) + pixels * step) = 1;
  return shape;
}

/// By a square that stands on its corner. One that reaches so far is made of the one before, moved
/// along the axes by no farther than that reaches.
void grow_diamond(cv::Mat& alpha, int pixels, bool outwards) {
  for (int reached = 0; reached < pixels;) {
    const int step = std::min(std::max(reached, 1), pixels - reached);
    filter(alpha, steps(step), outwards);
    reached += step;
  }
}

/// By an octagon: a square of half the width, and one that stands on its corner of the other half.
void grow(cv::Mat& alpha, int pixels, bool outwards) {
  const int half = pixels / 2;
  const int side = 2 * half + 1;
  if (half > 0) filter(alpha, cv::getStructuringElement(cv::MORPH_RECT, {side, side}), outwards);
  grow_diamond(alpha, pixels - half, outwards);
}

/// What is up to so many pixels from somebody; of floats, which live streams have not, all.
cv::Rect surroundings(const cv::Mat& alpha, int pixels) {
  const cv::Rect all({}, alpha.size());
  if (alpha.depth() != CV_8U) return all;
  const cv::Rect somebody = cv::boundingRect(alpha);
  const cv::Size margin(2 * pixels, 2 * pixels);
  return (somebody - cv::Point(pixels, pixels) + margin) & all;
}

}  // namespace

void EdgeShape::run(cv::Mat& alpha, double shift, int feather, FeatherSide side) {
  if (shift == 0 && feather == 0) return;
  const double pixels = edge_shift(shift, feather, side);
  const int reach = int(std::ceil(std::max(pixels, 0.0))) + feather;
  const cv::Rect part = surroundings(alpha, reach + 1);  // nobody at its border, as beyond it
  if (part.empty()) return;
  cv::Mat seen = alpha(part);
  move(seen, pixels);
  fade(seen, feather);
}

void EdgeShape::move(cv::Mat& alpha, double pixels) {
  const double width = std::abs(pixels);
  const int whole = int(width);
  grow(alpha, whole, pixels > 0);
  const double rest = width - whole;
  if (rest == 0) return;
  alpha.copyTo(less_);
  grow(alpha, 1, pixels > 0);
  cv::addWeighted(alpha, rest, less_, 1 - rest, 0, alpha);
}

/// Two boxes make a ramp without corners. Of even sizes one looks a pixel further to the right, the
/// other to the left.
void EdgeShape::fade(cv::Mat& alpha, int width) {
  if (width == 0) return;
  const int side = 1 + (width + 1) / 2;
  const int even = 1 - side % 2;
  for (const int before : {side / 2, side / 2 - even})
    average(alpha, side, before);
}

void EdgeShape::average(cv::Mat& alpha, int side, int before) {
  if (alpha.depth() == CV_8U)
    boxes_.run(image_view(alpha, PixelFormat::gray), side, before);
  else
    cv::blur(alpha, alpha, {side, side}, {before, before}, cv::BORDER_REPLICATE);
}

}  // namespace shm
