// SPDX-License-Identifier: MIT
// From pixels to raw video.
#include <algorithm>
#include <opencv2/core/utility.hpp>

#include "base/parallel.hpp"
#include "image/color_encoding.hpp"
#include "image/video_checks.hpp"
#include "kernels/cpu/video_rows.hpp"
#include "kernels/pixel/chroma.hpp"
#include "shm/convert_video.hpp"

namespace shm {
namespace {

/// Floats for rows that share their chroma.
class Scratch {
 public:
  explicit Scratch(int width) : width_(width), floats_(std::size_t(6) * std::size_t(width + 2)) {}

  /// There is room before the first and after the last.
  float* row(int index) { return floats_.data() + std::ptrdiff_t(index) * (width_ + 2) + 1; }

 private:
  int width_;
  cv::AutoBuffer<float, 12288> floats_;
};

/// One row's, of the colours; the others are added to the first's.
struct Chroma {
  float* first;
  float* added;
};

class Packing {
 public:
  Packing(const ImageView& from, const MutableRawVideo& to)
      : from_(from), to_(to), matrix_(from_rgb(to.colors)), shifts_(color_shifts(from.format)) {}

  /// Rows that share a row of chroma: those of one field.
  void write(int group, Scratch& scratch) const {
    const Chroma cb{scratch.row(1), scratch.row(2)}, cr{scratch.row(3), scratch.row(4)};
    const SharingRows sharing = rows_of(to_, group);
    int rows = 0;
    for (int y = sharing.first; y < to_.height && rows < sharing.most; y += sharing.step, ++rows) {
      const bool first = rows == 0;
      const std::array channels{scratch.row(0), first ? cb.first : cb.added,
                                first ? cr.first : cr.added};
      read_pixels(from_.row(y), shifts_, matrix_, to_.width, channels);
      write_row(channels[0], 1, to_.width, to_.channels[0], y);
      write_alpha(y, scratch.row(5));
      if (first) continue;
      add_rows(cb.added, to_.width, cb.first);
      add_rows(cr.added, to_.width, cr.first);
    }
    if (rows == 0) return;
    write_chroma(to_.channels[1], group, cb.first, rows, scratch.row(5));
    write_chroma(to_.channels[2], group, cr.first, rows, scratch.row(5));
  }

 private:
  /// Of so many samples, each of which is multiplied.
  void write_row(const float* from, float factor, int count,
                 const VideoChannel<std::uint8_t>& channel, int y) const {
    if (to_.bits == 8) return write_samples(from, count, channel.row(y), channel.step);
    write_wide_samples(from, factor, white_, count, channel.row(y), channel.step);
  }

  void write_alpha(int y, float* row) const {
    const VideoChannel<std::uint8_t>& channel = to_.channels[3];
    if (channel.data == nullptr) return;
    read_samples(from_.row(y) + layout_of(from_.format).alpha, 4, to_.width, row);
    write_row(row, white_ / 255, to_.width, channel, y);
  }

  /// `pixels` are the sums of so many rows.
  void write_chroma(const VideoChannel<std::uint8_t>& channel, int y, float* pixels, int rows,
                    float* samples) const {
    if (channel.data == nullptr) return;
    if (to_.across == 0) return write_row(pixels, 1, to_.width, channel, y);
    const int count = (to_.width + 1) / 2;
    pixels[-1] = pixels[0];
    pixels[to_.width] = pixels[to_.width - 1];
    const auto [before, second] = pixel_shares(to_);
    halve_samples(pixels, before, second, 0.5F / float(rows), count, samples);
    write_row(samples, 1, count, channel, y);
  }

  ImageView from_;
  MutableRawVideo to_;
  ColorMatrix matrix_;
  ColorShifts shifts_;
  float white_ = float((1 << to_.bits) - 1);  ///< the largest sample
};

void check_packable(const ImageView& from, const MutableRawVideo& to) {
  check_same_size(to, from);
  check_bytes(from, 4);
  if (to.bits < 8 || to.bits > 16 || to.across > 1 || to.down > to.across)
    throw BadInput("raw video is written in 8 to 16 bits as 4:4:4, 4:2:2 or 4:2:0");
}

}  // namespace

void pack_video(const ImageView& from, const MutableRawVideo& to) {
  check_packable(from, to);
  const Packing packing(from, to);
  parallel_rows(chroma_groups(to), [&](Rows groups) {
    Scratch scratch(to.width);
    for (auto group = int(groups.begin); group < groups.end; ++group)
      packing.write(group, scratch);
  });
}

}  // namespace shm
