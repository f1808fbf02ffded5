// SPDX-License-Identifier: MIT
// Alpha at the frame's size, with edges that follow the frame's own.
#include "infer/upsample.hpp"

#include <algorithm>
#include <opencv2/core/utility.hpp>

#include "base/parallel.hpp"
#include "image/luminance.hpp"
#include "kernels/cpu/lanes.hpp"
#include "kernels/pixel/guided_pixel.hpp"

namespace shm {
namespace {

void interpolate(const float* upper, const float* lower, float fraction, int count,
                 float* __restrict line) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for (int i = 0; i < count; ++i)
      line[i] = mixed(upper[i], lower[i], fraction);
  });
}

/// Means of luminance now and in the past, which become the past.
void smooth_row(const float* temporal_weight, int width, std::uint16_t* __restrict history,
                float* __restrict luminance) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for (int x = 0; x < width; ++x) {
      luminance[x] = GuidedPixel::smoothed(luminance[x], temporal_weight[x], history[x]);
      history[x] = GuidedPixel::history(luminance[x]);
    }
  });
}

void store_history(const float* luminance, int width, std::uint16_t* __restrict history) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for (int x = 0; x < width; ++x)
      history[x] = GuidedPixel::history(luminance[x]);
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
    store_alpha(GuidedPixel::alpha(lines[0], lines[1], luminance[x]), to[x]);
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
void upsample_line(const float* line, const LinearTap* taps, int count, float* __restrict to) {
  const int first = taps[0].index;
  for (int i = 0; i < count; ++i) {
    const auto [index, fraction] = taps[i];
    const float* from = line + channels * std::ptrdiff_t(index - first);
    for (int c = 0; c < channels; ++c)
      to[c] = mixed(from[c], from[channels + c], fraction);
    to += channels;
  }
}

}  // namespace

void GuidedUpsampler::fit(const cv::Mat& luminance, const cv::Mat& alpha,
                          const cv::Mat& temporal_weight, double edge_refine,
                          const AlphaRange& range, Scratch& scratch) {
  edges_.run(luminance, alpha, edge_refine, range, scratch);
  luminance_ = luminance;
  temporal_weight_ = temporal_weight;
}

void GuidedUpsampler::apply(const ImageView& frame, const MutableImageView& alpha) {
  write(frame, alpha);
}

void GuidedUpsampler::apply(const ImageView& frame, const MutablePlaneView& alpha) {
  write(frame, alpha);
}

/// What a row needs room for.
class GuidedUpsampler::RowBuffers {
 public:
  RowBuffers(int width, int columns)
      : luminance_(std::size_t(width)),
        line_(most_channels * (std::size_t(columns) + 1)),
        upsampled_(most_channels * std::size_t(width)) {}

  /// Of the frame's pixels.
  float* luminance() { return luminance_.data(); }
  /// At working size, and one pixel more.
  float* line() { return line_.data(); }
  /// At the frame's size.
  float* upsampled() { return upsampled_.data(); }

 private:
  static constexpr std::size_t most_channels = 2;
  cv::AutoBuffer<float, 2048> luminance_;
  cv::AutoBuffer<float, 2048> line_;
  cv::AutoBuffer<float, 4096> upsampled_;
};

template <typename View>
void GuidedUpsampler::write(const ImageView& frame, const View& alpha) {
  prepare_taps(frame.width);
  prepare_history({frame.width, frame.height});
  parallel_rows(frame.height, [&](Rows rows) {
    RowBuffers buffers(frame.width, tapped_columns_);
    for (auto y = int(rows.begin); y < rows.end; ++y)
      write_row(frame, y, buffers, alpha.row(y));
  });
}

template <typename T>
void GuidedUpsampler::write_row(const ImageView& frame, int y, RowBuffers& buffers, T* alpha) {
  const SourceRows source = source_of(y, {frame.width, frame.height});
  const int tiles = int(tile_begins_.size()) - 1;
  for (int tile = 0; tile < tiles;) {
    const TileRun run = run_from(tile, source);
    if (run.begin < run.end) write_run(frame, source, run, buffers, alpha + run.begin);
    tile = run.last_tile;
  }
}

/// Luminance counts where alpha follows it.
template <typename T>
void GuidedUpsampler::write_run(const ImageView& frame, const SourceRows& source,
                                const TileRun& run, RowBuffers& buffers, T* alpha) {
  const int count = run.end - run.begin;
  if (run.kind == TileKind::nobody || run.kind == TileKind::person) {
    drop_history(source, run);
    store_alpha(run.kind == TileKind::person ? 1 : 0, count, alpha);
    return;
  }
  const float* luminance = luminance_of(frame, source, run, buffers);
  follow_row(upsampled<2>(edges_.lines(), source, run, buffers), luminance, count, alpha);
}

const float* GuidedUpsampler::luminance_of(const ImageView& frame, const SourceRows& source,
                                           const TileRun& run, RowBuffers& buffers) {
  if (!source.enlarged) return luminance_.ptr<float>(source.y) + run.begin;
  const PixelLayout layout = layout_of(frame.format);
  luminance_row(frame.format)(frame.row(source.y) + std::ptrdiff_t(run.begin) * layout.bytes,
                              layout, run.end - run.begin, buffers.luminance());
  if (!temporal_weight_.empty()) update_history(source, run, buffers);
  return buffers.luminance();
}

GuidedUpsampler::SourceRows GuidedUpsampler::source_of(int y, cv::Size frame) const {
  const cv::Size working = edges_.lines().size();
  const LinearTap tap = linear_tap(y, frame.height, working.height);
  return {y, tap.index, std::min(tap.index + 1, working.height - 1), tap.fraction,
          frame != working};
}

GuidedUpsampler::TileRun GuidedUpsampler::run_from(int first_tile, const SourceRows& source) const {
  const int tiles = int(tile_begins_.size()) - 1;
  const TileKind kind = edges_.kind(first_tile, source.upper, source.lower);
  int last_tile = first_tile + 1;
  while (last_tile < tiles && edges_.kind(last_tile, source.upper, source.lower) == kind)
    ++last_tile;
  return {kind, first_tile, last_tile, tile_begins_[std::size_t(first_tile)],
          tile_begins_[std::size_t(last_tile)]};
}

/// Smooths luminance where there is a history, and makes it the next frame's.
void GuidedUpsampler::update_history(const SourceRows& source, const TileRun& run,
                                     RowBuffers& buffers) {
  const float* temporal_weight =
      run.kind == TileKind::edge ? upsampled<1>(temporal_weight_, source, run, buffers) : nullptr;
  auto* has_history = has_history_.ptr<std::uint8_t>(source.y);
  for (int tile = run.first_tile; tile < run.last_tile; ++tile) {
    const int begin = tile_begins_[std::size_t(tile)];
    const int count = tile_begins_[std::size_t(tile) + 1] - begin;
    auto* history = history_.ptr<std::uint16_t>(source.y) + begin;
    float* luminance = buffers.luminance() + begin - run.begin;
    if (temporal_weight != nullptr && has_history[tile] != 0)
      smooth_row(temporal_weight + begin - run.begin, count, history, luminance);
    else
      store_history(luminance, count, history);
    has_history[tile] = 1;
  }
}

void GuidedUpsampler::drop_history(const SourceRows& source, const TileRun& run) {
  if (history_.empty()) return;
  auto* has_history = has_history_.ptr<std::uint8_t>(source.y);
  std::fill(has_history + run.first_tile, has_history + run.last_tile, std::uint8_t(0));
}

/// A frame without a past keeps nothing of it, and one of the working size has it smoothed already.
void GuidedUpsampler::prepare_history(cv::Size frame) {
  if (temporal_weight_.empty() || frame == luminance_.size()) {
    history_.release();
  } else if (history_.size() != frame) {
    history_.create(frame, CV_16UC1);
    has_history_ = cv::Mat::zeros(frame.height, int(tile_begins_.size()) - 1, CV_8UC1);
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
  history_.release();
}

/// A run of a row of a plane at working size, at the frame's size.
template <int channels>
const float* GuidedUpsampler::upsampled(const cv::Mat& plane, const SourceRows& source,
                                        const TileRun& run, RowBuffers& buffers) const {
  if (!source.enlarged) return plane.ptr<float>(source.y) + std::ptrdiff_t(channels) * run.begin;
  const LinearTap* taps = taps_.data() + run.begin;
  const int count = run.end - run.begin;
  const std::ptrdiff_t first = channels * std::ptrdiff_t(taps[0].index);
  const int seen = std::min(taps[count - 1].index + 2, plane.cols) - taps[0].index;
  interpolate(plane.ptr<float>(source.upper) + first, plane.ptr<float>(source.lower) + first,
              source.fraction, channels * seen, buffers.line());
  // The last pixel is there twice, as every tap's neighbour.
  float* end = buffers.line() + std::ptrdiff_t(channels) * seen;
  std::copy_n(end - channels, channels, end);
  upsample_line<channels>(buffers.line(), taps, count, buffers.upsampled());
  return buffers.upsampled();
}

}  // namespace shm
