#include "infer/temporal.hpp"

#include <cmath>
#include <opencv2/core/utility.hpp>

#include "image/parallel_rows.hpp"
#include "image/window.hpp"

namespace shm {
namespace {

/// Mean difference of 5x5 pixels, 0..1: a webcam's noise stays below the first, and above the
/// second something moved.
constexpr float noise = 0.016F;
constexpr float motion = 0.03F;

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
  const float share = (most - value) / (most - least);
  return std::min(std::max(share, 0.0F), 1.0F);
}

/// Grows fast at first: at half the strength, the default, what stands still flickers half as much.
float kept_at(float strength) {
  const float rest = 1 - strength;
  return strongest * (1 - rest * rest * rest * rest);
}

SHM_EACH_VECTOR_UNIT
void measure_row(const float* now, const float* past, float share, int width,
                 float* __restrict change) {
  for (std::int64_t x = 0; x < width; ++x)
    change[x] =
        share * (std::abs(now[3 * x] - past[3 * x]) + std::abs(now[3 * x + 1] - past[3 * x + 1]) +
                 std::abs(now[3 * x + 2] - past[3 * x + 2]));
}

/// What a pixel keeps of the past.
SHM_EACH_VECTOR_UNIT
void keep_row(const RowsAround<radius>& changes, float strength, int width, float* line,
              float* __restrict keep) {
  constexpr float pixels = (2 * radius + 1) * (2 * radius + 1);
  join_rows<radius, Sum>(changes, 0, width, line);
  for (int x = 0; x < width; ++x)
    keep[x] = strength * share_below(joined_columns<radius, Sum>(line + x) / pixels, noise, motion);
}

/// Means of the frames so far, each of which counts `keep` times what the next one counts; `weight`
/// is what they count in all. So the first frames after a movement are not outweighed by the one
/// that it ended in.
SHM_EACH_VECTOR_UNIT
void mix_row(const float* keep, int width, const float* now, float* __restrict past,
             float* __restrict alpha_now, float* __restrict alpha_past, float* __restrict weight) {
  for (std::int64_t x = 0; x < width; ++x) {
    const float difference = alpha_past[x] - alpha_now[x];
    weight[x] =
        1 + weight[x] * keep[x] * share_below(std::abs(difference), flicker, change_of_mind);
    const float kept = 1 - 1 / weight[x];
    for (std::int64_t c = 3 * x; c < 3 * x + 3; ++c)
      past[c] = now[c] + kept * (past[c] - now[c]);
    alpha_past[x] = alpha_now[x] + kept * difference;
    alpha_now[x] = alpha_past[x];
  }
}

}  // namespace

void TemporalFilter::run(const cv::Mat& picture, double unit, double strength, cv::Mat& alpha) {
  if (picture_.size() != picture.size()) {
    picture.copyTo(picture_);
    alpha.copyTo(alpha_);
    weight_.create(alpha.size(), CV_32FC1);
    weight_.setTo(1);
    return;
  }
  measure_change(picture, unit);
  mix(picture, kept_at(float(strength)), alpha);
}

void TemporalFilter::reset() {
  picture_.release();
  alpha_.release();
}

void TemporalFilter::measure_change(const cv::Mat& picture, double unit) {
  const auto share = float(1 / (3 * unit));
  change_.create(picture.size(), CV_32FC1);
  for_each_row(picture.rows, [&](int y) {
    measure_row(picture.ptr<float>(y), picture_.ptr<float>(y), share, picture.cols,
                change_.ptr<float>(y));
  });
}

void TemporalFilter::mix(const cv::Mat& picture, float strength, cv::Mat& alpha) {
  parallel_rows(picture.rows, [&](Rows rows) {
    cv::AutoBuffer<float, line_size> line(std::size_t(picture.cols + 2 * radius));
    cv::AutoBuffer<float, line_size> keep(std::size_t(picture.cols));
    for (auto y = int(rows.begin); y < rows.end; ++y) {
      keep_row(rows_around<radius>(change_, y), strength, picture.cols, line.data(), keep.data());
      mix_row(keep.data(), picture.cols, picture.ptr<float>(y), picture_.ptr<float>(y),
              alpha.ptr<float>(y), alpha_.ptr<float>(y), weight_.ptr<float>(y));
    }
  });
}

}  // namespace shm
