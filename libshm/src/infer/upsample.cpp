#include "infer/upsample.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core/utility.hpp>

#include "image/luminance.hpp"
#include "image/parallel_rows.hpp"
#include "image/window.hpp"

namespace shm {
namespace {

/// Half-width of the window that a line is fitted in, pixels at working size.
constexpr int radius = 2;
constexpr float pixels_a_window = (2 * radius + 1) * (2 * radius + 1);
/// Variances below which a window counts as flat: contrasts of about 0.015 in luminance and 0.05 in
/// alpha.
constexpr float flat_luminance = 2e-4F;
constexpr float flat_alpha = 3e-3F;
/// A pixel is wholly refined where the mean trust in the windows around it is at least 1 / heard.
constexpr float heard = 1.5F;
/// What a pixel of alpha 1/2 counts in a fit, where one of alpha 0 or 1 counts 1.
constexpr float least_weight = 0.02F;

/// Weighted sums over a window, each a line of floats.
struct Moment {
  enum { weight, guide, alpha, guide_guide, alpha_alpha, guide_alpha, count };
};
/// What the fit of a window says, likewise.
struct Fit {
  enum { slope, offset, trust, count };
};

using Neighbours = RowsAround<radius>;

SHM_INLINE float clamped(float value) {
  return std::min(std::max(value, 0.0F), 1.0F);
}

/// Weighted sums over the rows of windows, in padded lines. Only pixels that are surely person or
/// room tell which luminance is whose: the network's soft edge would make a halo.
SHM_INLINE void sum_rows(const Neighbours& guides, const Neighbours& alphas, int width,
                         float* __restrict sums, std::ptrdiff_t line) {
#pragma GCC ivdep
  for (int x = 0; x < width; ++x) {
    float sum[Moment::count] = {};
    for (std::size_t i = 0; i < guides.size(); ++i) {
      const float g = guides[i][x];
      const float a = clamped(alphas[i][x]);
      const float sureness = 2 * a - 1;
      const float w = sureness * sureness + least_weight;
      sum[Moment::weight] += w;
      sum[Moment::guide] += w * g;
      sum[Moment::alpha] += w * a;
      sum[Moment::guide_guide] += w * g * g;
      sum[Moment::alpha_alpha] += w * a * a;
      sum[Moment::guide_alpha] += w * g * a;
    }
    for (int m = 0; m < Moment::count; ++m)
      sums[m * line + radius + x] = sum[m];
  }
  for (int m = 0; m < Moment::count; ++m)
    pad<radius>(sums + m * line, width);
}

/// Windows' lines, trusted as far as they explain alpha's variance: r squared.
SHM_EACH_VECTOR_UNIT
void fit_row(const Neighbours& guides, const Neighbours& alphas, int width, float* sums,
             float* __restrict fit) {
  const std::ptrdiff_t line = width + 2 * radius;
  sum_rows(guides, alphas, width, sums, line);
#pragma GCC ivdep
  for (int x = 0; x < width; ++x) {
    float mean[Moment::count];
    for (int m = 0; m < Moment::count; ++m)
      mean[m] = joined_columns<radius, Sum>(sums + m * line + x);
    for (int m = Moment::guide; m < Moment::count; ++m)
      mean[m] /= mean[Moment::weight];
    const float guide_variance =
        mean[Moment::guide_guide] - mean[Moment::guide] * mean[Moment::guide] + flat_luminance;
    const float alpha_variance =
        mean[Moment::alpha_alpha] - mean[Moment::alpha] * mean[Moment::alpha] + flat_alpha;
    const float covariance = mean[Moment::guide_alpha] - mean[Moment::guide] * mean[Moment::alpha];
    const float rise = covariance / guide_variance;
    const float explained = std::min(1.0F, rise * covariance / alpha_variance);
    fit[Fit::slope * width + x] = explained * rise;
    fit[Fit::offset * width + x] = explained * (mean[Moment::alpha] - rise * mean[Moment::guide]);
    fit[Fit::trust * width + x] = explained;
  }
}

/// Every pixel hears the windows it is in; what their trust leaves goes to the network's alpha.
SHM_EACH_VECTOR_UNIT
void join_row(const Neighbours& windows, const float* alphas, float edge_refine, float black,
              float gain, int width, float* sums, float* __restrict lines) {
  const std::ptrdiff_t line = width + 2 * radius;
  for (int f = 0; f < Fit::count; ++f)
    join_rows<radius, Sum>(windows, std::ptrdiff_t(f) * width, width, sums + f * line);
#pragma GCC ivdep
  for (int x = 0; x < width; ++x) {
    float sum[Fit::count];
    for (int f = 0; f < Fit::count; ++f)
      sum[f] = joined_columns<radius, Sum>(sums + f * line + x);
    const float share = edge_refine * std::min(1.0F, heard / pixels_a_window * sum[Fit::trust]);
    const float part = gain * share / std::max(sum[Fit::trust], 1e-30F);
    lines[2 * x] = part * sum[Fit::slope];
    lines[2 * x + 1] = part * sum[Fit::offset] + gain * ((1 - share) * clamped(alphas[x]) - black);
  }
}

SHM_EACH_VECTOR_UNIT
void interpolate(const float* upper, const float* lower, float fraction, int count,
                 float* __restrict line) {
  for (int i = 0; i < count; ++i)
    line[i] = upper[i] + fraction * (lower[i] - upper[i]);
}

SHM_INLINE void store_alpha(float value, float& to) {
  to = value;
}
SHM_INLINE void store_alpha(float value, std::uint8_t& to) {
  to = std::uint8_t(int(value * 255 + 0.5F));
}

/// A row of alpha from lines (slope and offset of each pixel) and luminance.
template <typename T>
SHM_INLINE void follow(const float* lines, const float* luminance, int width, T* __restrict to) {
  for (int x = 0; x < width; ++x)
    store_alpha(clamped(lines[2 * x] * luminance[x] + lines[2 * x + 1]), to[x]);
}

SHM_EACH_VECTOR_UNIT
void follow_row(const float* lines, const float* luminance, int width, float* to) {
  follow(lines, luminance, width, to);
}

SHM_EACH_VECTOR_UNIT
void follow_row(const float* lines, const float* luminance, int width, std::uint8_t* to) {
  follow(lines, luminance, width, to);
}

}  // namespace

void GuidedUpsampler::fit(const cv::Mat& luminance, const cv::Mat& alpha, double edge_refine,
                          const AlphaRange& range) {
  fit_windows(luminance, alpha);
  join_windows(alpha, float(edge_refine), range);
}

void GuidedUpsampler::fit_windows(const cv::Mat& luminance, const cv::Mat& alpha) {
  const int width = alpha.cols;
  windows_.create(alpha.rows, Fit::count * width, CV_32FC1);
  parallel_rows(alpha.rows, [&](Rows rows) {
    cv::AutoBuffer<float, 8192> sums(std::size_t(Moment::count * (width + 2 * radius)));
    for (auto y = int(rows.begin); y < rows.end; ++y)
      fit_row(rows_around<radius>(luminance, y), rows_around<radius>(alpha, y), width, sums.data(),
              windows_.ptr<float>(y));
  });
}

void GuidedUpsampler::join_windows(const cv::Mat& alpha, float edge_refine,
                                   const AlphaRange& range) {
  const int width = alpha.cols;
  const auto black = float(range.black);
  const auto gain = float(1 / (range.white - range.black));
  line_.create(alpha.size(), CV_32FC2);
  parallel_rows(alpha.rows, [&](Rows rows) {
    cv::AutoBuffer<float, 4096> sums(std::size_t(Fit::count * (width + 2 * radius)));
    for (auto y = int(rows.begin); y < rows.end; ++y)
      join_row(rows_around<radius>(windows_, y), alpha.ptr<float>(y), edge_refine, black, gain,
               width, sums.data(), line_.ptr<float>(y));
  });
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
  parallel_rows(frame.height, [&](Rows rows) {
    cv::AutoBuffer<float, 4096> guides(std::size_t(frame.width));
    cv::AutoBuffer<float, 4096> line(2 * std::size_t(line_.cols) + 2);
    cv::AutoBuffer<float, 8192> spread(2 * std::size_t(frame.width));
    for (auto y = int(rows.begin); y < rows.end; ++y) {
      luminance(frame.row(y), layout, frame.width, guides.data());
      spread_line(y, frame.height, line.data(), spread.data());
      follow_row(spread.data(), guides.data(), frame.width, alpha.row(y));
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

/// Lines of the frame's row y: interpolated vertically, then to the frame's width. The last is
/// there twice, as every tap's neighbour.
void GuidedUpsampler::spread_line(int y, int height, float* line, float* spread) const {
  const Tap row = tap(y, height, line_.rows);
  const int lower = std::min(row.index + 1, line_.rows - 1);
  const int floats = 2 * line_.cols;
  interpolate(line_.ptr<float>(row.index), line_.ptr<float>(lower), row.fraction, floats, line);
  std::copy_n(line + floats - 2, 2, line + floats);
  spread_pairs(line, taps_, spread);
}

/// Not for each vector unit: wider ones would gather, which takes longer than pairs one by one.
void GuidedUpsampler::spread_pairs(const float* line, const std::vector<Tap>& taps,
                                   float* __restrict spread) {
  for (const auto [index, fraction] : taps) {
    const float* from = line + 2 * std::ptrdiff_t(index);
    spread[0] = from[0] + fraction * (from[2] - from[0]);
    spread[1] = from[1] + fraction * (from[3] - from[1]);
    spread += 2;
  }
}

}  // namespace shm
