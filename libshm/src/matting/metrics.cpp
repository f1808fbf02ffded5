// SPDX-License-Identifier: MIT
// How far alphas are from the truth: the measures of alphamatting.com and of video.

#include "shm/metrics.hpp"

#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <string>
#include <utility>

#include "image/mat.hpp"
#include "image/size_text.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

constexpr double sigma = 1.4;
constexpr double filter_cutoff = 0.01;  // the filter ends where the Gaussian falls below it
constexpr int levels = 10;
constexpr double level_rounding = 1e-6;  // of alphas that are k / 255 or k / 65535 in floats
constexpr double phi_cutoff = 0.15;
constexpr double foreground = 0.5;

void check_size(const cv::Mat& image, const cv::Size& size, const char* what) {
  if (image.size() == size) return;
  throw BadInput(std::string(what) + " is " + size_text(image.cols, image.rows) + ", the truth " +
                 size_text(size.width, size.height));
}

/// A picture as matrices, sizes checked.
struct Matrices {
  Matrices(const AlphaAndTruth& picture, const ImageView& counted_pixels)
      : alpha(as_mat(picture.alpha)), truth(as_mat(picture.truth)) {
    if (truth.empty()) throw BadInput("the truth has no pixels");
    check_size(alpha, truth.size(), "the alpha");
    if (counted_pixels.data == nullptr) return;
    counted = as_mat(counted_pixels);
    check_size(counted, truth.size(), "the map of the pixels that count");
  }

  double pixels() const {
    return double(counted.empty() ? truth.total() : cv::countNonZero(counted));
  }

  cv::Mat alpha;
  cv::Mat truth;
  cv::Mat counted;  ///< empty: all pixels
};

double mean(double sum, double pixels) {
  return pixels > 0 ? sum / pixels : 0;
}

struct GaussianKernels {
  GaussianKernels() {
    const double floor = std::sqrt(2 * std::numbers::pi) * sigma * filter_cutoff;
    const int half_width = int(std::ceil(sigma * std::sqrt(-2 * std::log(floor))));
    for (int x = -half_width; x <= half_width; ++x) {
      const double gauss = std::exp(-x * x / (2 * sigma * sigma));
      smooth.push_back(gauss);
      derivative.push_back(-x * gauss);
    }
    smooth /= cv::norm(smooth);
    derivative /= cv::norm(derivative);
  }

  cv::Mat smooth;
  cv::Mat derivative;
};

cv::Mat gradient_magnitude(const cv::Mat& alpha) {
  static const GaussianKernels kernels;
  cv::Mat stretched;
  cv::normalize(alpha, stretched, 0, 1, cv::NORM_MINMAX);
  cv::Mat x;
  cv::Mat y;
  const auto filter = [&](cv::Mat& result, const cv::Mat& along_x, const cv::Mat& along_y) {
    cv::sepFilter2D(stretched, result, CV_32F, along_x, along_y, {-1, -1}, 0, cv::BORDER_REPLICATE);
  };
  filter(x, kernels.derivative, kernels.smooth);
  filter(y, kernels.smooth, kernels.derivative);
  cv::Mat magnitude;
  cv::magnitude(x, y, magnitude);
  return magnitude;
}

double grad(const Matrices& m) {
  return cv::norm(gradient_magnitude(m.alpha), gradient_magnitude(m.truth), cv::NORM_L2SQR,
                  m.counted);
}

/// The largest 4-connected region of a binary image, as a mask; all 0 where there is none.
cv::Mat largest_region(const cv::Mat& binary) {
  cv::Mat labels;
  cv::Mat statistics;
  cv::Mat centres;
  const int count = cv::connectedComponentsWithStats(binary, labels, statistics, centres, 4);
  int largest = 0;
  const auto area = [&](int label) { return statistics.at<int>(label, cv::CC_STAT_AREA); };
  for (int label = 1; label < count; ++label)
    if (largest == 0 || area(label) > area(largest)) largest = label;
  if (largest == 0) return cv::Mat::zeros(binary.size(), CV_8U);
  return labels == largest;
}

/// The level of each pixel up to which it is connected in both alphas.
cv::Mat connected_levels(const cv::Mat& alpha, const cv::Mat& truth) {
  const cv::Mat both = cv::min(alpha, truth);
  cv::Mat level(both.size(), CV_32F, cv::Scalar(1));
  cv::Mat connected(both.size(), CV_8U, cv::Scalar(255));
  for (int step = 1; step <= levels; ++step) {
    const cv::Mat region = largest_region(both >= double(step) / levels - level_rounding);
    level.setTo(double(step - 1) / levels, connected & ~region);
    connected &= region;
  }
  return level;
}

cv::Mat one_minus_phi(const cv::Mat& alpha, const cv::Mat& level) {
  cv::Mat distance;
  cv::threshold(alpha - level, distance, phi_cutoff, 0, cv::THRESH_TOZERO);
  return distance;
}

double conn(const Matrices& m) {
  const cv::Mat level = connected_levels(m.alpha, m.truth);
  return cv::norm(one_minus_phi(m.alpha, level), one_minus_phi(m.truth, level), cv::NORM_L1,
                  m.counted);
}

double iou(const Matrices& m) {
  const cv::Mat alpha = m.alpha >= foreground;
  const cv::Mat truth = m.truth >= foreground;
  const auto counted = [&](cv::Mat pixels) {
    if (!m.counted.empty()) pixels.setTo(0, m.counted == 0);
    return double(cv::countNonZero(pixels));
  };
  const double all = counted(alpha | truth);
  return all > 0 ? counted(alpha & truth) / all : 1;
}

}  // namespace

Metrics measure(const AlphaAndTruth& picture, const ImageView& counted) {
  const Matrices m(picture, counted);
  const double sum = cv::norm(m.alpha, m.truth, cv::NORM_L1, m.counted);
  const double sum_of_squares = cv::norm(m.alpha, m.truth, cv::NORM_L2SQR, m.counted);
  return {.sad = sum / 1000,
          .mad = mean(sum, m.pixels()) * 1000,
          .mse = mean(sum_of_squares, m.pixels()) * 1000,
          .grad = grad(m) / 1000,
          .conn = conn(m) / 1000,
          .iou = iou(m)};
}

double dtssd(const AlphaAndTruth& frame, const AlphaAndTruth& before, const ImageView& counted) {
  const Matrices now(frame, counted);
  const Matrices then(before, {});
  check_size(then.truth, now.truth.size(), "the frame before");
  const cv::Mat change = now.alpha - then.alpha;
  const cv::Mat true_change = now.truth - then.truth;
  const double sum = cv::norm(change, true_change, cv::NORM_L2SQR, now.counted);
  return std::sqrt(mean(sum, now.pixels())) * 100;
}

}  // namespace shm
