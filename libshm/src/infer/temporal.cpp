// SPDX-License-Identifier: MIT
// Smoothing of alpha over time where the picture stands still.
#include "infer/temporal.hpp"

#include <cmath>
#include <opencv2/core/utility.hpp>

#include "base/parallel.hpp"
#include "image/mat.hpp"
#include "image/window.hpp"

namespace shm {
namespace {

/// Mean difference of luminance in 5x5 pixels, 0..1: a webcam's noise stays below the first, and
/// above the second something moved.
constexpr float noise = 0.019F;
constexpr float motion = 0.024F;

/// Half-width of the window whose differences are averaged: motion shows where there is texture;
/// what lies around it moved too.
constexpr int radius = 2;

/// What a still pixel keeps of the past at full strength: alpha is then a mean of the last fifty
/// frames or so.
constexpr float strongest = 0.98F;

/// Where alpha changes by more than the first, the network has seen what the picture hides, such as
/// a hand before a wall of its colour; from the second on nothing is kept, lest it leave a trail.
constexpr float flicker = 0.1F;
constexpr float change_of_mind = 0.9F;

/// The most floats of a line that stand on the stack.
constexpr std::size_t line_size = 4096;

/// 1 up to `least`, 0 from `most` on.
SHM_INLINE float share_below(float value, float least, float most) {
  return clamped((most - value) / (most - least));
}

/// Grows fast at first: at half the strength, the default, alpha is a mean of some thirty frames.
float temporal_weight_at(float strength) {
  const float rest = (1 - strength) * (1 - strength) * (1 - strength);
  return strongest * (1 - rest * rest);
}

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
    constexpr float pixels = (2 * radius + 1) * (2 * radius + 1);
    sum_rows<radius>(changes, 0, width, line + radius);
    pad<radius>(line, width);
    for (int x = 0; x < width; ++x)
      still_weight[x] =
          strength * share_below(sum_columns<radius>(line + x) / pixels, noise, motion);
  });
}

/// Means of the frames so far, each of which counts `still_weight` times what the next one counts;
/// `weight` is the past's share in them. So the first frames after a movement are not outweighed by
/// the one that it ended in.
void mix_row(const float* still_weight, int width, const float* now, float* __restrict past,
             float* __restrict alpha_now, float* __restrict alpha_past, float* __restrict weight) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for (int x = 0; x < width; ++x) {
      const float difference = alpha_past[x] - alpha_now[x];
      const float past_weight = still_weight[x] *
                                share_below(std::abs(difference), flicker, change_of_mind) /
                                (1 - weight[x]);
      weight[x] = past_weight / (1 + past_weight);
      past[x] = now[x] + weight[x] * (past[x] - now[x]);
      alpha_past[x] = alpha_now[x] + weight[x] * difference;
      alpha_now[x] = alpha_past[x];
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
  mix(luminance, change, temporal_weight_at(float(strength)), alpha);
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
