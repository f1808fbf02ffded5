#include "infer/upsample.hpp"

#include <algorithm>
#include <opencv2/core/utility.hpp>

#include "image/luminance.hpp"
#include "image/parallel_rows.hpp"
#include "kernels/cpu/lanes.hpp"

namespace shm {
namespace {

/// What luminance 1 is in 16 bits.
constexpr float white = 65535;

SHM_EACH_VECTOR_UNIT
void interpolate(const float* upper, const float* lower, float fraction, int count,
                 float* __restrict line) {
  for (int i = 0; i < count; ++i)
    line[i] = upper[i] + fraction * (lower[i] - upper[i]);
}

/// Means of luminance now and in the past, which become the past.
SHM_EACH_VECTOR_UNIT
void smooth_row(const float* kept, int width, std::uint16_t* __restrict past,
                float* __restrict luminance) {
  for (int x = 0; x < width; ++x) {
    luminance[x] += kept[x] * (float(int(past[x])) / white - luminance[x]);
    store(luminance[x] * white, past[x]);
  }
}

SHM_EACH_VECTOR_UNIT
void remember_row(const float* luminance, int width, std::uint16_t* __restrict past) {
  for (int x = 0; x < width; ++x)
    store(luminance[x] * white, past[x]);
}

SHM_INLINE void store_alpha(float value, float& to) {
  to = value;
}
SHM_INLINE void store_alpha(float value, std::uint8_t& to) {
  store(value * 255, to);
}

/// A row of alpha from lines (slope and offset of each pixel) and luminance.
template <typename T>
SHM_INLINE void follow(const float* lines, const float* luminance, int width, T* __restrict to) {
  for (int x = 0; x < width; ++x, lines += 2)
    store_alpha(clamped(lines[0] * luminance[x] + lines[1]), to[x]);
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

void GuidedUpsampler::fit(const cv::Mat& luminance, const cv::Mat& alpha, const cv::Mat& kept,
                          double edge_refine, const AlphaRange& range) {
  edges_.run(luminance, alpha, edge_refine, range);
  kept_ = kept;
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
  prepare_past({frame.width, frame.height});
  const LuminanceRow luminance_of = luminance_row(frame.format);
  const PixelLayout layout = layout_of(frame.format);
  parallel_rows(frame.height, [&](Rows rows) {
    cv::AutoBuffer<float, 4096> luminance(std::size_t(frame.width));
    cv::AutoBuffer<float, 4096> line(2 * std::size_t(tapped_columns_) + 2);
    cv::AutoBuffer<float, 8192> spread(2 * std::size_t(frame.width));
    for (auto y = int(rows.begin); y < rows.end; ++y) {
      luminance_of(frame.row(y), layout, frame.width, luminance.data());
      if (!kept_.empty()) smooth(y, frame, line.data(), spread.data(), luminance.data());
      follow_row(spread_lines(y, frame, line.data(), spread.data()), luminance.data(), frame.width,
                 alpha.row(y));
    }
  });
}

/// Luminance counts where alpha follows it; elsewhere the last frame's is past enough.
void GuidedUpsampler::smooth(int y, const ImageView& frame, float* line, float* kept,
                             float* luminance) {
  const LinearTap row = linear_tap(y, frame.height, kept_.rows);
  const int lower = std::min(row.index + 1, kept_.rows - 1);
  interpolate_row<1>(kept_, row, line);
  auto* past = past_.ptr<std::uint16_t>(y);
  for (int column = 0; column + 1 < int(tile_begins_.size()); ++column) {
    const int begin = tile_begins_[std::size_t(column)];
    const int count = tile_begins_[std::size_t(column) + 1] - begin;
    if (edges_.has_slope(column, row.index) || edges_.has_slope(column, lower)) {
      spread_line<1>(line, taps_.data() + begin, count, kept);
      smooth_row(kept, count, past + begin, luminance + begin);
    } else {
      remember_row(luminance + begin, count, past + begin);
    }
  }
}

/// A frame without a past keeps nothing of it.
void GuidedUpsampler::prepare_past(cv::Size frame) {
  if (kept_.empty()) {
    past_.release();
  } else if (past_.size() != frame) {
    past_ = cv::Mat::zeros(frame, CV_16UC1);
    kept_ = cv::Mat::zeros(kept_.size(), CV_32FC1);
  }
}

void GuidedUpsampler::prepare_taps(int width) {
  const int columns = edges_.lines().cols;
  if (int(taps_.size()) == width && tapped_columns_ == columns) return;
  tapped_columns_ = columns;
  taps_.clear();
  tile_begins_.clear();
  for (int x = 0; x < width; ++x) {
    taps_.push_back(linear_tap(x, width, columns));
    while (taps_.back().index >= int(tile_begins_.size()) * EdgeFit::tile)
      tile_begins_.push_back(x);
  }
  tile_begins_.push_back(width);
}

/// A row between two of a plane at working size. The last pixel is there twice, as every tap's
/// neighbour.
template <int channels>
void GuidedUpsampler::interpolate_row(const cv::Mat& plane, const LinearTap& row, float* line) {
  const int lower = std::min(row.index + 1, plane.rows - 1);
  const int floats = channels * plane.cols;
  interpolate(plane.ptr<float>(row.index), plane.ptr<float>(lower), row.fraction, floats, line);
  std::copy_n(line + floats - channels, channels, line + floats);
}

/// The lines of the frame's row y.
const float* GuidedUpsampler::spread_lines(int y, const ImageView& frame, float* line,
                                           float* spread) const {
  const cv::Mat& lines = edges_.lines();
  if (lines.rows == frame.height && lines.cols == frame.width) return lines.ptr<float>(y);
  interpolate_row<2>(lines, linear_tap(y, frame.height, lines.rows), line);
  spread_line<2>(line, taps_.data(), frame.width, spread);
  return spread;
}

/// Not for each vector unit: wider ones would gather, which takes longer than pixels one by one.
template <int channels>
void GuidedUpsampler::spread_line(const float* line, const LinearTap* taps, int count,
                                  float* __restrict spread) {
  for (int i = 0; i < count; ++i) {
    const auto [index, fraction] = taps[i];
    const float* from = line + channels * std::ptrdiff_t(index);
    for (int c = 0; c < channels; ++c)
      spread[c] = from[c] + fraction * (from[channels + c] - from[c]);
    spread += channels;
  }
}

}  // namespace shm
