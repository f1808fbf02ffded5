// SPDX-License-Identifier: MIT
// Puts the person of a frame before a background, or frees them: pixels of four bytes, or video.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "kernels/cuda/on_gpu.hpp"
#include "kernels/cuda/person.hpp"
#include "kernels/pixel/blend.hpp"
#include "kernels/pixel/pixel_word.hpp"

namespace shm::cuda {

/// What stands behind the person, as words of what is composed.
struct Backdrop {
  enum class Kind {
    none,     ///< colours stay, alpha stands beside them
    color,    ///< 0: what is clear is black and clear, the rest premultiplied
    picture,  ///< of the frame's size
    room      ///< smaller than the frame: blur_room
  };
  Kind kind = Kind::none;
  std::uint32_t color = 0;
  const std::uint32_t* words = nullptr;  ///< rows without padding
  int width = 0, height = 0;

  SHM_HOST_DEVICE std::uint32_t at(int x, int y, const RawVideo& frame) const {
    switch (kind) {
      case Kind::picture: return word(x, y);
      case Kind::room: return enlarged(x, y, frame);
      default: return color;
    }
  }

 private:
  SHM_HOST_DEVICE std::uint32_t word(int x, int y) const {
    return words[std::ptrdiff_t(y) * width + x];
  }

  SHM_HOST_DEVICE std::uint32_t enlarged(int x, int y, const RawVideo& frame) const {
    const LinearTap row = linear_tap(y, frame.height, height);
    const LinearTap column = linear_tap(x, frame.width, width);
    const int lower = std::min(row.index + 1, height - 1);
    const int right = std::min(column.index + 1, width - 1);
    std::uint32_t result = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      const auto between = [&](int place) {
        return mixed(byte_of(word(place, row.index), shift), byte_of(word(place, lower), shift),
                     row.fraction);
      };
      result |= rounded_byte(mixed(between(column.index), between(right), column.fraction), shift);
    }
    return result;
  }
};

/// Pixels as words.
struct ComposedPixels {
  PersonPixels person;
  Backdrop backdrop;
  ColorShifts shifts;

  SHM_HOST_DEVICE std::uint32_t at(int x, int y) const {
    const std::uint8_t share = person.alpha.byte(x, y);
    const std::uint32_t word = word_of(person.at(x, y, share), shifts);
    if (backdrop.kind == Backdrop::Kind::none) return with_alpha(word, share, shifts.spare);
    return blend_words(word, backdrop.at(x, y, person.alpha.frame.video), share);
  }
};

struct ComposePixel {
  ComposedPixels pixels;
  MutableImageView out;

  SHM_HOST_DEVICE void operator()(int x, int y) const {
    const std::uint32_t word = pixels.at(x, y);
    void* to = out.data + y * out.stride + std::ptrdiff_t(x) * 4;
    std::memcpy(__builtin_assume_aligned(to, 4), &word, sizeof word);
  }
};

/// Luma of the pixels that share a sample of chroma, and that sample: as pack_video has them.
struct ComposeSamples {
  ComposedPixels pixels;
  MutableRawVideo out;
  ColorMatrix matrix;

  SHM_HOST_DEVICE void operator()(int sample, int group) const {
    const SharingRows sharing = rows_of(out, group);
    Chroma sum{};
    int rows = 0;
    for (int y = sharing.first; y < out.height && rows < sharing.most; y += sharing.step, ++rows)
      sum = sum + row(sample, y);
    if (rows == 0 || out.channels[1].data == nullptr) return;
    const float scale = 1 / (float(rows) * float(1 << out.across));
    put(1, sample, group, scale * sum.cb);
    put(2, sample, group, scale * sum.cr);
  }

 private:
  struct Chroma {
    float cb, cr;
    SHM_HOST_DEVICE Chroma operator+(const Chroma& other) const {
      return {cb + other.cb, cr + other.cr};
    }
  };

  SHM_HOST_DEVICE Chroma row(int sample, int y) const {
    if (out.across == 0) return written(sample, y);
    const auto [before, second] = pixel_shares(out);
    const int x = 2 * sample;
    const Chroma one = written(x, y);
    const Chroma two = x + 1 < out.width ? written(x + 1, y) : one;
    const Chroma left = before == 0 || x == 0 ? one : chroma(pixels.at(x - 1, y));
    return {one.cb + second * two.cb + before * left.cb,
            one.cr + second * two.cr + before * left.cr};
  }

  /// Writes a pixel's luma.
  SHM_HOST_DEVICE Chroma written(int x, int y) const {
    const std::uint32_t word = pixels.at(x, y);
    put(0, x, y, channel(word, 0));
    if (out.channels[3].data != nullptr) put(3, x, y, byte_of(word, pixels.shifts.spare));
    return chroma(word);
  }

  SHM_HOST_DEVICE Chroma chroma(std::uint32_t word) const {
    return {channel(word, 1), channel(word, 2)};
  }

  SHM_HOST_DEVICE float channel(std::uint32_t word, std::size_t index) const {
    const ColorShifts& shifts = pixels.shifts;
    return matrix_sum(matrix, index, byte_of(word, shifts.red), byte_of(word, shifts.green),
                      byte_of(word, shifts.blue));
  }

  SHM_HOST_DEVICE void put(std::size_t channel, int x, int y, float value) const {
    const auto& to = out.channels[channel];
    store(value, to.data[y * to.stride + std::ptrdiff_t(x) * to.step]);
  }
};

/// Compositor: pixels of four bytes, at places that are multiples of four, in a format whose
/// color_shifts `pixels` has. It may be the frame.
template <typename Device>
void compose(const Device& device, const ComposedPixels& pixels, const MutableImageView& out) {
  device.for_each(out.width, out.height, ComposePixel{pixels, out});
}

/// Compositor and pack_video: samples of 8 bits; `matrix` is from_rgb(out.colors).
template <typename Device>
void compose(const Device& device, const ComposedPixels& pixels, const MutableRawVideo& out,
             const ColorMatrix& matrix) {
  device.for_each(halved(out.width, out.across), chroma_groups(out),
                  ComposeSamples{pixels, out, matrix});
}

extern template void compose(const OnGpu&, const ComposedPixels&, const MutableImageView&);
extern template void compose(const OnGpu&, const ComposedPixels&, const MutableRawVideo&,
                             const ColorMatrix&);

}  // namespace shm::cuda
