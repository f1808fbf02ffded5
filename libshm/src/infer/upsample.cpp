#include "infer/upsample.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>

#include "image/luminance.hpp"

namespace shm {
namespace {

/// Half-width of the window that a line is fitted in, pixels at working size.
constexpr int radius = 2;
/// Variances below which a window counts as flat: contrasts of about 0.015 in luminance and 0.05 in
/// alpha.
constexpr float flat_luminance = 2e-4F;
constexpr float flat_alpha = 3e-3F;
/// A pixel is wholly refined where the mean trust in the windows around it is at least 1 / heard.
constexpr float heard = 1.5F;
/// What a pixel of alpha 1/2 counts in a fit, where one of alpha 0 or 1 counts 1.
constexpr float least_weight = 0.02F;

void box(const cv::Mat& from, cv::Mat& to) {
  constexpr int side = 2 * radius + 1;
  cv::blur(from, to, {side, side}, {-1, -1}, cv::BORDER_REFLECT);
}

void store(float alpha, float& to) {
  to = alpha;
}
void store(float alpha, std::uint8_t& to) {
  to = std::uint8_t(alpha * 255 + 0.5F);
}

}  // namespace

void GuidedUpsampler::fit(const cv::Mat& luminance, const cv::Mat& alpha, double edge_refine) {
  cv::min(alpha, 1.0, clamped_);
  cv::max(clamped_, 0.0, clamped_);
  measure_windows(luminance);
  fit_windows();
  join_windows(float(edge_refine));
}

/// Weighted sums over windows. Only pixels that are surely person or room tell which luminance is
/// whose: the network's soft edge would make a halo.
void GuidedUpsampler::measure_windows(const cv::Mat& luminance) {
  first_.create(clamped_.size(), CV_32FC3);
  second_.create(clamped_.size(), CV_32FC3);
  for (int y = 0; y < first_.rows; ++y) {
    const auto* guide = luminance.ptr<float>(y);
    const auto* alpha = clamped_.ptr<float>(y);
    auto* first = first_.ptr<float>(y);
    auto* second = second_.ptr<float>(y);
    for (int x = 0; x < first_.cols; ++x, first += 3, second += 3) {
      const float sureness = 2 * alpha[x] - 1;
      const float weight = sureness * sureness + least_weight;
      first[0] = weight;
      first[1] = weight * guide[x];
      first[2] = weight * alpha[x];
      second[0] = weight * guide[x] * guide[x];
      second[1] = weight * alpha[x] * alpha[x];
      second[2] = weight * guide[x] * alpha[x];
    }
  }
  box(first_, first_);
  box(second_, second_);
}

/// A window's line, trusted as far as it explains alpha's variance: r squared.
void GuidedUpsampler::fit_windows() {
  window_.create(clamped_.size(), CV_32FC3);
  for (int y = 0; y < window_.rows; ++y) {
    const auto* first = first_.ptr<float>(y);
    const auto* second = second_.ptr<float>(y);
    auto* window = window_.ptr<float>(y);
    for (int x = 0; x < window_.cols; ++x, first += 3, second += 3, window += 3) {
      const float guide = first[1] / first[0];
      const float alpha = first[2] / first[0];
      const float guide_variance = second[0] / first[0] - guide * guide + flat_luminance;
      const float alpha_variance = second[1] / first[0] - alpha * alpha + flat_alpha;
      const float covariance = second[2] / first[0] - guide * alpha;
      const float slope = covariance / guide_variance;
      const float trust = std::min(1.0F, slope * covariance / alpha_variance);
      window[0] = trust * slope;
      window[1] = trust * (alpha - slope * guide);
      window[2] = trust;
    }
  }
}

/// Every pixel hears the windows it is in; what their trust leaves goes to the network's alpha.
void GuidedUpsampler::join_windows(float edge_refine) {
  box(window_, window_);
  line_.create(clamped_.size(), CV_32FC2);
  for (int y = 0; y < line_.rows; ++y) {
    const auto* alpha = clamped_.ptr<float>(y);
    const auto* window = window_.ptr<float>(y);
    auto* line = line_.ptr<float>(y);
    for (int x = 0; x < line_.cols; ++x, line += 2, window += 3) {
      const float share = edge_refine * std::min(1.0F, heard * window[2]);
      const float weight = window[2] > 0 ? share / window[2] : 0;
      line[0] = weight * window[0];
      line[1] = weight * window[1] + (1 - share) * alpha[x];
    }
  }
}

void GuidedUpsampler::apply(const ImageView& frame, const MutableImageView& alpha) {
  write(frame, alpha);
}

void GuidedUpsampler::apply(const ImageView& frame, const MutablePlaneView& alpha) {
  write(frame, alpha);
}

template <typename View>
void GuidedUpsampler::write(const ImageView& frame, const View& alpha) {
  prepare_taps(frame.width);
  const LuminanceRow luminance = luminance_row(frame.format);
  const PixelLayout layout = layout_of(frame.format);
  cv::parallel_for_(cv::Range(0, frame.height), [&](const cv::Range& rows) {
    cv::AutoBuffer<float, 4096> guide(std::size_t(frame.width));
    cv::AutoBuffer<float, 4096> line(2 * std::size_t(line_.cols) + 2);
    for (int y = rows.start; y < rows.end; ++y) {
      luminance(frame.row(y), layout, frame.width, guide.data());
      interpolate_line(tap(y, frame.height, line_.rows), line.data());
      for (int x = 0; x < frame.width; ++x) {
        const auto [index, fraction] = taps_[std::size_t(x)];
        const float* left = line.data() + 2 * index;
        const float slope = left[0] + fraction * (left[2] - left[0]);
        const float offset = left[1] + fraction * (left[3] - left[1]);
        store(std::clamp(slope * guide[std::size_t(x)] + offset, 0.0F, 1.0F), alpha.row(y)[x]);
      }
    }
  });
}

/// Where `position` of a grid of `large` pixels lies between two of the `small` ones.
GuidedUpsampler::Tap GuidedUpsampler::tap(int position, int large, int small) {
  const float at = (float(position) + 0.5F) * float(small) / float(large) - 0.5F;
  const float inside = std::clamp(at, 0.0F, float(small - 1));
  const int index = std::min(int(inside), std::max(0, small - 2));
  return {index, inside - float(index)};
}

void GuidedUpsampler::prepare_taps(int width) {
  if (int(taps_.size()) == width && tapped_columns_ == line_.cols) return;
  tapped_columns_ = line_.cols;
  taps_.clear();
  for (int x = 0; x < width; ++x)
    taps_.push_back(tap(x, width, line_.cols));
}

/// One row of lines, interpolated vertically; the last is there twice, as every tap's neighbour.
void GuidedUpsampler::interpolate_line(const Tap& row, float* line) const {
  const auto* upper = line_.ptr<float>(row.index);
  const auto* lower = line_.ptr<float>(std::min(row.index + 1, line_.rows - 1));
  const int floats = 2 * line_.cols;
  for (int i = 0; i < floats; ++i)
    line[i] = upper[i] + row.fraction * (lower[i] - upper[i]);
  line[floats] = line[floats - 2];
  line[floats + 1] = line[floats - 1];
}

}  // namespace shm
