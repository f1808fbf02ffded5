// SPDX-License-Identifier: MIT
// Cuts, scales, turns and flips samples.

#include "data/geometry.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace shm {
namespace {

/// Applies `change` (a function of a matrix and of how it is to be interpolated) to what is there.
template <typename Change>
Sample changed(const Sample& sample, const Change& change) {
  Sample result;
  result.image = change(sample.image, cv::INTER_CUBIC);
  if (!sample.alpha.empty()) result.alpha = change(sample.alpha, cv::INTER_CUBIC);
  if (!sample.trimap.empty()) result.trimap = change(sample.trimap, cv::INTER_NEAREST);
  return result;
}

Sample scaled(const Sample& sample, cv::Size size) {
  const bool shrinks = size.width < sample.image.cols;
  return changed(sample, [&](const cv::Mat& from, int interpolation) {
    cv::Mat to;
    const bool averages = shrinks && interpolation != cv::INTER_NEAREST;
    cv::resize(from, to, size, 0, 0, averages ? cv::INTER_AREA : interpolation);
    return to;
  });
}

cv::Size times(cv::Size size, double factor) {
  return {std::max(1, cvRound(size.width * factor)), std::max(1, cvRound(size.height * factor))};
}

Sample mirrored(const Sample& sample) {
  return changed(sample, [](const cv::Mat& from, int) {
    cv::Mat to;
    cv::flip(from, to, 1);
    return to;
  });
}

/// size x size pixels from (left, top) on, which may lie outside; what is missing is mirrored.
Sample cropped(const Sample& sample, int left, int top, int size) {
  return changed(sample, [&](const cv::Mat& from, int) {
    const cv::Rect inside = cv::Rect(left, top, size, size) & cv::Rect({}, from.size());
    cv::Mat to;
    cv::copyMakeBorder(from(inside), to, inside.y - top, top + size - inside.br().y,
                       inside.x - left, left + size - inside.br().x, cv::BORDER_REFLECT);
    return to;
  });
}

Sample random_crop(const Sample& sample, int size, Random& random) {
  const int spare_x = sample.image.cols - size;
  const int spare_y = sample.image.rows - size;
  const int left = spare_x > 0 ? random.integer(0, spare_x) : spare_x / 2;
  const int top = spare_y > 0 ? random.integer(0, spare_y) : spare_y / 2;
  return cropped(sample, left, top, size);
}

/// Between all of it within the patch, and all of the patch within it.
Sample zoomed(const Sample& sample, int size, Random& random) {
  const auto [shorter, longer] = std::minmax(sample.image.cols, sample.image.rows);
  const double factor = random.uniform(double(size) / longer, double(size) / shorter);
  return random_crop(scaled(sample, times(sample.image.size(), factor)), size, random);
}

/// So many pixels high, mirrored or not.
Sample sized(const Sample& cut_out, double height, Random& random) {
  const double factor = height / cut_out.image.rows;
  const Sample person = scaled(cut_out, times(cut_out.image.size(), factor));
  return random.chance(0.5) ? mirrored(person) : person;
}

/// The middle of its lower border at `foot`, about which it is a little turned.
Sample standing(const Sample& person, cv::Point2d foot, int size, Random& random) {
  const cv::Point2f middle(person.image.cols / 2.F, float(person.image.rows));
  cv::Mat turn = cv::getRotationMatrix2D(middle, random.uniform(-8, 8), 1);
  turn.at<double>(0, 2) += foot.x - middle.x;
  turn.at<double>(1, 2) += foot.y - middle.y;
  return changed(person, [&](const cv::Mat& from, int interpolation) {
    cv::Mat to;
    const bool colors = from.channels() == 3;
    cv::warpAffine(from, to, turn, {size, size}, interpolation,
                   colors ? cv::BORDER_REPLICATE : cv::BORDER_CONSTANT);
    return to;
  });
}

}  // namespace

Sample original_patch(const Sample& sample, int size, Random& random) {
  Sample patch = sample;
  if (random.chance(0.5))
    patch = scaled(patch, times(patch.image.size(), random.uniform(0.75, 1.25)));
  const bool fits = std::min(patch.image.cols, patch.image.rows) > size;
  patch =
      fits && random.chance(0.5) ? random_crop(patch, size, random) : zoomed(patch, size, random);
  return random.chance(0.5) ? mirrored(patch) : patch;
}

Sample whole_patch(const Sample& sample, int size) {
  const double factor = double(size) / std::max(sample.image.cols, sample.image.rows);
  const Sample whole = scaled(sample, times(sample.image.size(), factor));
  return cropped(whole, (whole.image.cols - size) / 2, (whole.image.rows - size) / 2, size);
}

cv::Mat background_patch(const cv::Mat& picture, int size, Random& random) {
  const Sample all{picture, {}, {}};
  const double factor = double(size) / std::min(picture.cols, picture.rows);
  const cv::Size covering = times(picture.size(), factor * random.uniform(1, 1.5));
  const Sample patch = random_crop(scaled(all, covering), size, random);
  return (random.chance(0.5) ? mirrored(patch) : patch).image;
}

Sample rotated(const Sample& sample, double max_degrees, Random& random) {
  const cv::Point2f centre(sample.image.cols / 2.F, sample.image.rows / 2.F);
  const cv::Mat turn =
      cv::getRotationMatrix2D(centre, random.uniform(-max_degrees, max_degrees), 1);
  return changed(sample, [&](const cv::Mat& from, int interpolation) {
    cv::Mat to;
    cv::warpAffine(from, to, turn, from.size(), interpolation, cv::BORDER_REFLECT);
    return to;
  });
}

Sample placed(const Sample& cut_out, int size, Random& random) {
  const double height = random.uniform(0.5, 1.4) * size;
  const Sample person = sized(cut_out, height, random);
  const double centre = random.uniform(0.15, 0.85) * size;
  return standing(person, {centre, random.uniform(1.0, 1.2) * size}, size, random);
}

Sample placed_far_off(const Sample& cut_out, int size, Random& random) {
  const double height = std::exp(random.uniform(std::log(0.08), std::log(0.5))) * size;
  const Sample person = sized(cut_out, height, random);
  const double centre = random.uniform(0, 1) * size;
  return standing(person, {centre, random.uniform(height, size)}, size, random);
}

}  // namespace shm
