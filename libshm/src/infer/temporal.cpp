// SPDX-License-Identifier: MIT
// Smoothing of alpha over time where the picture stands still.
#include "infer/temporal.hpp"

#include <cmath>
#include <opencv2/core/utility.hpp>

#include "base/parallel.hpp"
#include "image/mat.hpp"
#include "image/window.hpp"
#include "kernels/pixel/temporal.hpp"

namespace shm {
namespace {

constexpr int radius = TemporalPixel::radius;

/// The most floats of a line that stand on the stack.
constexpr std::size_t line_size = 4096;

void measure_row(const float* now, const float* past, int width, float* __restrict change) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for (int x = 0; x < width; ++x)
      change[x] = std::abs(now[x] - past[x]);
  });
}

/// What a pixel keeps of the past.
void still_weight_row(const RowsAround<radius>& changes, float strength, int width, float* line,
                      float* __restrict still_weight) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    sum_rows<radius>(changes, 0, width, line + radius);
    pad<radius>(line, width);
    for (int x = 0; x < width; ++x)
      still_weight[x] = TemporalPixel::still_weight(sum_columns<radius>(line + x), strength);
  });
}

void mix_row(const float* still_weight, int width, const float* now, float* __restrict past,
             float* __restrict alpha_now, float* __restrict alpha_past, float* __restrict weight) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for (int x = 0; x < width; ++x) {
      const SmoothedPixel mean = TemporalPixel::smoothed(still_weight[x], now[x], alpha_now[x],
                                                         {past[x], alpha_past[x], weight[x]});
      past[x] = mean.luminance;
      alpha_now[x] = alpha_past[x] = mean.alpha;
      weight[x] = mean.weight;
    }
  });
}

}  // namespace

void TemporalFilter::run(const cv::Mat& luminance, double strength, cv::Mat& alpha,
                         Scratch& scratch) {
  if (!has_weight_ || weight_.size() != luminance.size()) {
    update_history(luminance, alpha);
    weight_.create(alpha.size(), CV_32FC1);
    weight_.setTo(0);
    has_weight_ = true;
    return;
  }
  cv::Mat change = mat_in(scratch, luminance.size(), CV_32FC1);
  measure_change(luminance, change);
  mix(luminance, change, TemporalPixel::weight_at(float(strength)), alpha);
}

void TemporalFilter::update_history(const cv::Mat& luminance, const cv::Mat& alpha) {
  luminance.copyTo(luminance_);
  alpha.copyTo(alpha_);
  has_past_ = true;
  has_weight_ = false;
}

void TemporalFilter::follow(const cv::Mat& alpha) {
  if (has_past_ && alpha_.size() == alpha.size()) alpha.copyTo(alpha_);
}

void TemporalFilter::reset() {
  has_past_ = false;
  has_weight_ = false;
}

void TemporalFilter::measure_change(const cv::Mat& luminance, cv::Mat& change) const {
  for_each_row(luminance.rows, [&](int y) {
    measure_row(luminance.ptr<float>(y), luminance_.ptr<float>(y), luminance.cols,
                change.ptr<float>(y));
  });
}

void TemporalFilter::mix(const cv::Mat& luminance, const cv::Mat& change, float strength,
                         cv::Mat& alpha) {
  const int width = luminance.cols;
  parallel_rows(luminance.rows, [&](Rows rows) {
    cv::AutoBuffer<float, line_size> line(std::size_t(width + 2 * radius));
    cv::AutoBuffer<float, line_size> still_weight{std::size_t(width)};
    for (auto y = int(rows.begin); y < rows.end; ++y) {
      still_weight_row(rows_around<radius>(change, y), strength, width, line.data(),
                       still_weight.data());
      mix_row(still_weight.data(), width, luminance.ptr<float>(y), luminance_.ptr<float>(y),
              alpha.ptr<float>(y), alpha_.ptr<float>(y), weight_.ptr<float>(y));
    }
  });
}

}  // namespace shm
