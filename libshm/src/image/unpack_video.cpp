// SPDX-License-Identifier: MIT
// From raw video to pixels.
#include <algorithm>
#include <opencv2/core/utility.hpp>

#include "base/parallel.hpp"
#include "image/color_encoding.hpp"
#include "image/video_checks.hpp"
#include "kernels/cpu/lanes.hpp"
#include "kernels/cpu/video_rows.hpp"
#include "kernels/pixel/chroma.hpp"
#include "shm/convert_video.hpp"

namespace shm {
namespace {

using Channel = VideoChannel<const std::uint8_t>;

/// Floats for one row at a time.
class Scratch {
 public:
  explicit Scratch(int width) : width_(width), floats_(std::size_t(5) * std::size_t(width + 2)) {}

  std::array<float*, 3> channels() { return {row(0), row(1), row(2)}; }
  /// Of chroma: there is room before the first and after the last.
  float* samples() { return row(3) + 1; }
  float* other_samples() { return row(4); }

 private:
  float* row(int index) { return floats_.data() + std::ptrdiff_t(index) * (width_ + 2); }

  int width_;
  cv::AutoBuffer<float, 10240> floats_;
};

void read(const RawVideo& video, const Channel& channel, int y, int count, float* to) {
  if (video.bits == 8)
    read_samples(channel.row(y), channel.step, count, to);
  else
    read_wide_samples(channel.row(y), channel.step, count, to);
}

/// Samples for every pixel of a row out of those for two each.
void spread_pairs(const RawVideo& video, float* samples, int count, float* to) {
  samples[-1] = samples[0];
  samples[count] = samples[count - 1];
  const auto [left, right] = pair_fractions(video);
  double_samples(samples, left, right, video.width / 2, to);
  if (video.width % 2 == 1)
    to[video.width - 1] = samples[count - 1] + left * (samples[count - 2] - samples[count - 1]);
}

/// The same of those for any number: 4:1:1 and its kin, which are rare.
void spread(const RawVideo& video, const float* samples, int count, float* to) {
  for (int x = 0; x < video.width; ++x) {
    const Neighbours at = chroma_at(x, video.across, video.cosited_across, count);
    to[x] = samples[at.before] + at.fraction * (samples[at.after] - samples[at.before]);
  }
}

void read_chroma(const RawVideo& video, const Channel& channel, int y, Scratch& scratch,
                 float* to) {
  const int count = halved(video.width, video.across);
  if (channel.data == nullptr) {
    std::fill_n(to, video.width, float(video.colors.neutral));
    return;
  }
  const Neighbours rows = chroma_rows(video, y);
  float* samples = video.across == 0 ? to : scratch.samples();
  read(video, channel, rows.before, count, samples);
  if (rows.fraction > 0 && rows.after != rows.before) {
    read(video, channel, rows.after, count, scratch.other_samples());
    mix_rows(scratch.other_samples(), rows.fraction, count, samples);
  }
  if (video.across == 1) spread_pairs(video, samples, count, to);
  if (video.across > 1) spread(video, samples, count, to);
}

}  // namespace

void unpack_video(const RawVideo& from, const MutableImageView& to) {
  check_same_size(from, to);
  check_bytes(to, 4);
  const ColorMatrix matrix = to_rgb(from.colors);
  const ColorShifts shifts = color_shifts(to.format);
  parallel_rows(from.height, [&](Rows rows) {
    Scratch scratch(from.width);
    const auto [first, second, third] = scratch.channels();
    for (auto y = int(rows.begin); y < rows.end; ++y) {
      read(from, from.channels[0], y, from.width, first);
      read_chroma(from, from.channels[1], y, scratch, second);
      read_chroma(from, from.channels[2], y, scratch, third);
      write_pixels({first, second, third}, matrix, shifts, from.width, to.row(y));
    }
  });
}

void multiply_by_alpha(const RawVideo& from, const MutableImageView& alpha) {
  check_same_size(from, alpha);
  check_bytes(alpha, 1);
  if (from.channels[3].data == nullptr) return;
  const auto white = float((1 << from.bits) - 1);
  parallel_rows(from.height, [&](Rows rows) {
    Scratch scratch(from.width);
    float* own = scratch.channels()[0];
    for (auto y = int(rows.begin); y < rows.end; ++y) {
      read(from, from.channels[3], y, from.width, own);
      scale_bytes(own, 1 / white, from.width, alpha.row(y));
    }
  });
}

}  // namespace shm
