// SPDX-License-Identifier: MIT
// Where the memory of a frame begins and ends, and the same frame elsewhere.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "shm/image.hpp"
#include "shm/raw_video.hpp"

namespace shm::cuda {

/// Bytes from the first to the last that belong to a frame, what lies between its rows among them.
template <typename Byte>
struct FrameBytes {
  Byte* begin = nullptr;
  Byte* end = nullptr;

  std::size_t count() const { return std::size_t(end - begin); }

  void add_rows(Byte* first, std::ptrdiff_t stride, int rows, std::ptrdiff_t bytes) {
    Byte* last = first + stride * (rows - 1);
    begin = begin == nullptr ? std::min(first, last) : std::min({begin, first, last});
    end = std::max({end, first + bytes, last + bytes});
  }
};

template <typename Byte>
FrameBytes<Byte> bytes_of(const BasicRawVideo<Byte>& video) {
  FrameBytes<Byte> bytes;
  for (std::size_t i = 0; i < video.channels.size(); ++i) {
    const VideoChannel<Byte>& channel = video.channels[i];
    if (channel.data == nullptr) continue;
    const bool chroma = i == 1 || i == 2;
    const auto halved = [&](int side, int times) {
      return chroma ? (side + (1 << times) - 1) >> times : side;
    };
    const std::ptrdiff_t sample = video.bits > 8 ? 2 : 1;
    const std::ptrdiff_t last = halved(video.width, video.across) - 1;
    bytes.add_rows(channel.data, channel.stride, halved(video.height, video.down),
                   last * channel.step + sample);
  }
  return bytes;
}

inline FrameBytes<std::uint8_t> bytes_of(const MutableImageView& image) {
  FrameBytes<std::uint8_t> bytes;
  bytes.add_rows(image.data, image.stride, image.height,
                 std::ptrdiff_t(image.width) * layout_of(image.format).bytes);
  return bytes;
}

/// The same frame in memory that begins at `to`.
template <typename Byte>
BasicRawVideo<Byte> moved(BasicRawVideo<Byte> video, Byte* to) {
  const Byte* from = bytes_of(video).begin;
  for (VideoChannel<Byte>& channel : video.channels)
    if (channel.data != nullptr) channel.data = to + (channel.data - from);
  return video;
}

inline MutableImageView moved(MutableImageView image, std::uint8_t* to) {
  image.data = to + (image.data - bytes_of(image).begin);
  return image;
}

}  // namespace shm::cuda
