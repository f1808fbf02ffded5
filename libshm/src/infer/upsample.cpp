// SPDX-License-Identifier: MIT
// Alpha at the frame's size, with edges that follow the frame's own.
#include "infer/upsample.hpp"

#include <algorithm>
#include <opencv2/core/utility.hpp>

#include "base/parallel.hpp"
#include "image/luminance.hpp"
#include "kernels/cpu/lanes.hpp"

namespace shm {
namespace {

/// What luminance 1 is in 16 bits.
constexpr float white = 65535;

void interpolate(const float* upper, const float* lower, float fraction, int count,
                 float* __restrict line) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for (int i = 0; i < count; ++i)
      line[i] = upper[i] + fraction * (lower[i] - upper[i]);
  });
}

/// Means of luminance now and in the past, which become the past.
void smooth_row(const float* kept, int width, std::uint16_t* __restrict past,
                float* __restrict luminance) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for (int x = 0; x < width; ++x) {
      luminance[x] += kept[x] * (float(int(past[x])) / white - luminance[x]);
      store(luminance[x] * white, past[x]);
    }
  });
}

void remember_row(const float* luminance, int width, std::uint16_t* __restrict past) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for (int x = 0; x < width; ++x)
      store(luminance[x] * white, past[x]);
  });
}

SHM_INLINE void store_alpha(float value, float& to) {
  to = value;
}
SHM_INLINE void store_alpha(float value, std::uint8_t& to) {
  store(value * 255, to);
}

template <typename T>
void store_alpha(float value, int count, T* to) {
  T one;
  store_alpha(value, one);
  std::fill_n(to, count, one);
}

/// A row of alpha from lines (slope and offset of each pixel) and luminance.
template <typename T>
SHM_INLINE void follow(const float* lines, const float* luminance, int width, T* __restrict to) {
  for (int x = 0; x < width; ++x, lines += 2)
    store_alpha(clamped(lines[0] * luminance[x] + lines[1]), to[x]);
}

void follow_row(const float* lines, const float* luminance, int width, float* to) {
  on_vector_unit([=]() mutable SHM_IN_EACH { follow(lines, luminance, width, to); });
}

void follow_row(const float* lines, const float* luminance, int width, std::uint8_t* to) {
  on_vector_unit([=]() mutable SHM_IN_EACH { follow(lines, luminance, width, to); });
}

/// Floats of a line at the places of taps. Not for each vector unit: wider ones would gather, which
/// takes longer than pixels one by one.
template <int channels>
void spread_line(const float* line, const LinearTap* taps, int count, float* __restrict spread) {
  const int first = taps[0].index;
  for (int i = 0; i < count; ++i) {
    const auto [index, fraction] = taps[i];
    const float* from = line + channels * std::ptrdiff_t(index - first);
    for (int c = 0; c < channels; ++c)
      spread[c] = from[c] + fraction * (from[channels + c] - from[c]);
    spread += channels;
  }
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

/// What a row needs room for.
class GuidedUpsampler::Scratch {
 public:
  Scratch(int width, int columns)
      : luminance_(std::size_t(width)),
        line_(most_channels * (std::size_t(columns) + 1)),
        spread_(most_channels * std::size_t(width)) {}

  /// Of the frame's pixels.
  float* luminance() { return luminance_.data(); }
  /// At working size, and one pixel more.
  float* line() { return line_.data(); }
  /// At the frame's size.
  float* spread() { return spread_.data(); }

 private:
  static constexpr std::size_t most_channels = 2;
  cv::AutoBuffer<float, 2048> luminance_;
  cv::AutoBuffer<float, 2048> line_;
  cv::AutoBuffer<float, 4096> spread_;
};

template <typename View>
void GuidedUpsampler::write(const ImageView& frame, const View& alpha) {
  prepare_taps(frame.width);
  prepare_past({frame.width, frame.height});
  parallel_rows(frame.height, [&](Rows rows) {
    Scratch scratch(frame.width, tapped_columns_);
    for (auto y = int(rows.begin); y < rows.end; ++y)
      write_row(frame, y, scratch, alpha.row(y));
  });
}

template <typename T>
void GuidedUpsampler::write_row(const ImageView& frame, int y, Scratch& scratch, T* alpha) {
  const Place place = place_of(y, {frame.width, frame.height});
  const int tiles = int(tile_begins_.size()) - 1;
  for (int tile = 0; tile < tiles;) {
    const Run run = run_from(tile, place);
    if (run.begin < run.end) write_run(frame, place, run, scratch, alpha + run.begin);
    tile = run.last_tile;
  }
}

/// Luminance counts where alpha follows it.
template <typename T>
void GuidedUpsampler::write_run(const ImageView& frame, const Place& place, const Run& run,
                                Scratch& scratch, T* alpha) {
  const int count = run.end - run.begin;
  if (run.part == EdgeFit::Part::nobody || run.part == EdgeFit::Part::person) {
    forget(place, run);
    store_alpha(run.part == EdgeFit::Part::person ? 1 : 0, count, alpha);
    return;
  }
  const PixelLayout layout = layout_of(frame.format);
  luminance_row(frame.format)(frame.row(place.y) + std::ptrdiff_t(run.begin) * layout.bytes, layout,
                              count, scratch.luminance());
  if (!kept_.empty()) remember(place, run, scratch);
  follow_row(spread<2>(edges_.lines(), place, run, scratch), scratch.luminance(), count, alpha);
}

GuidedUpsampler::Place GuidedUpsampler::place_of(int y, cv::Size frame) const {
  const cv::Size working = edges_.lines().size();
  const LinearTap tap = linear_tap(y, frame.height, working.height);
  return {y, tap.index, std::min(tap.index + 1, working.height - 1), tap.fraction,
          frame != working};
}

GuidedUpsampler::Run GuidedUpsampler::run_from(int first_tile, const Place& place) const {
  const int tiles = int(tile_begins_.size()) - 1;
  const EdgeFit::Part part = edges_.part(first_tile, place.upper, place.lower);
  int last_tile = first_tile + 1;
  while (last_tile < tiles && edges_.part(last_tile, place.upper, place.lower) == part)
    ++last_tile;
  return {part, first_tile, last_tile, tile_begins_[std::size_t(first_tile)],
          tile_begins_[std::size_t(last_tile)]};
}

/// Smooths luminance where there is a past, and makes it the next frame's.
void GuidedUpsampler::remember(const Place& place, const Run& run, Scratch& scratch) {
  const float* kept =
      run.part == EdgeFit::Part::edge ? spread<1>(kept_, place, run, scratch) : nullptr;
  auto* is_past = is_past_.ptr<std::uint8_t>(place.y);
  for (int tile = run.first_tile; tile < run.last_tile; ++tile) {
    const int begin = tile_begins_[std::size_t(tile)];
    const int count = tile_begins_[std::size_t(tile) + 1] - begin;
    auto* past = past_.ptr<std::uint16_t>(place.y) + begin;
    float* luminance = scratch.luminance() + begin - run.begin;
    if (kept != nullptr && is_past[tile] != 0)
      smooth_row(kept + begin - run.begin, count, past, luminance);
    else
      remember_row(luminance, count, past);
    is_past[tile] = 1;
  }
}

void GuidedUpsampler::forget(const Place& place, const Run& run) {
  if (kept_.empty()) return;
  auto* is_past = is_past_.ptr<std::uint8_t>(place.y);
  std::fill(is_past + run.first_tile, is_past + run.last_tile, std::uint8_t(0));
}

/// A frame without a past keeps nothing of it.
void GuidedUpsampler::prepare_past(cv::Size frame) {
  if (kept_.empty()) {
    past_.release();
  } else if (past_.size() != frame) {
    past_.create(frame, CV_16UC1);
    is_past_ = cv::Mat::zeros(frame.height, int(tile_begins_.size()) - 1, CV_8UC1);
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
  past_.release();
}

/// A run of a row of a plane at working size, at the frame's size.
template <int channels>
const float* GuidedUpsampler::spread(const cv::Mat& plane, const Place& place, const Run& run,
                                     Scratch& scratch) const {
  if (!place.enlarged) return plane.ptr<float>(place.y) + std::ptrdiff_t(channels) * run.begin;
  const LinearTap* taps = taps_.data() + run.begin;
  const int count = run.end - run.begin;
  const std::ptrdiff_t first = channels * std::ptrdiff_t(taps[0].index);
  const int seen = std::min(taps[count - 1].index + 2, plane.cols) - taps[0].index;
  interpolate(plane.ptr<float>(place.upper) + first, plane.ptr<float>(place.lower) + first,
              place.fraction, channels * seen, scratch.line());
  // The last pixel is there twice, as every tap's neighbour.
  float* end = scratch.line() + std::ptrdiff_t(channels) * seen;
  std::copy_n(end - channels, channels, end);
  spread_line<channels>(scratch.line(), taps, count, scratch.spread());
  return scratch.spread();
}

}  // namespace shm
