// SPDX-License-Identifier: MIT
// A person who crosses a room, as a camera sees it.
#pragma once

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "image/mat.hpp"
#include "portrait.hpp"

/// Of two alphas, in their own steps.
inline double mean_difference(const cv::Mat& a, const cv::Mat& b) {
  return cv::norm(a, b, cv::NORM_L1) / double(a.total());
}

/// A person before a room, 640x480, as a camera sees them.
class MovingPerson {
 public:
  explicit MovingPerson(int seed = 1) : MovingPerson(Portrait(seed, {320, 480}), room(seed)) {}

  /// `person` BGR, as high as the frame once scaled.
  MovingPerson(cv::Mat person, cv::Mat alpha, const cv::Mat& room)
      : person_(std::move(person)), alpha_(std::move(alpha)) {
    cv::resize(room, room_, {width, height}, 0, 0, cv::INTER_AREA);
    room_.convertTo(room_, CV_32FC3);
  }

  /// `right` pixels right of the middle.
  cv::Mat alpha(double right) const { return placed(alpha_, right, cv::BORDER_CONSTANT); }

  /// With noise of a standard deviation of `noise` in each channel.
  cv::Mat frame(double right, double noise, int seed, double light = 0) {
    if (picture_.empty() || right != right_) picture_ = clean(right);
    right_ = right;
    return seen(light == 0 ? picture_ : cv::Mat(picture_ + cv::Scalar::all(light)), noise, seed);
  }

  cv::Mat empty_room(double noise, int seed) const { return seen(room_, noise, seed); }

  static shm::ImageView view(const cv::Mat& frame) {
    return shm::image_view(frame, shm::PixelFormat::bgr);
  }

 private:
  static constexpr int width = 640, height = 480;

  MovingPerson(const Portrait& portrait, const cv::Mat& room)
      : MovingPerson(portrait.image, portrait.alpha, room) {}

  cv::Mat clean(double right) const {
    cv::Mat weight, person;
    cv::cvtColor(alpha(right), weight, cv::COLOR_GRAY2BGR);
    placed(person_, right, cv::BORDER_REPLICATE).convertTo(person, CV_32FC3);
    weight.convertTo(weight, CV_32FC3, 1.0 / 255);
    return room_ + weight.mul(person - room_);
  }

  static cv::Mat room(int seed) {
    cv::Mat coarse(6, 8, CV_8UC3), room;
    cv::RNG(std::uint64_t(seed) + 77).fill(coarse, cv::RNG::UNIFORM, 40, 216);
    cv::resize(coarse, room, {width, height}, 0, 0, cv::INTER_CUBIC);
    return room;
  }

  static cv::Mat placed(const cv::Mat& picture, double right, int border) {
    const double scale = double(height) / picture.rows;
    const double left = (width - scale * picture.cols) / 2 + right;
    const cv::Mat place = (cv::Mat_<double>(2, 3) << scale, 0, left, 0, scale, 0);
    cv::Mat result;
    cv::warpAffine(picture, result, place, {width, height}, cv::INTER_LINEAR, border);
    return result;
  }

  /// Another place of one large picture of grains for each seed: to make them takes long.
  static cv::Mat seen(const cv::Mat& picture, double noise, int seed) {
    constexpr int places = 64;
    static const cv::Mat all = grains({width + places, height + places});
    cv::RNG random(std::uint64_t(seed) + 1);
    const cv::Rect place(random.uniform(0, places), random.uniform(0, places), width, height);
    cv::Mat result;
    cv::scaleAdd(all(place), noise, picture, result);
    result.convertTo(result, CV_8UC3);
    return result;
  }

  static cv::Mat grains(cv::Size size) {
    cv::Mat result(size, CV_32FC3);
    cv::RNG(5).fill(result, cv::RNG::NORMAL, 0, 1);
    return result;
  }

  cv::Mat person_, alpha_;
  cv::Mat picture_;  ///< without noise, of the frame before
  double right_ = 0;
  cv::Mat room_;
};
