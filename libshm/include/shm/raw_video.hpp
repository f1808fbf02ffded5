// SPDX-License-Identifier: MIT
// Raw video as cameras, decoders and encoders have it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace shm {

/// Somebody else's samples of one kind: of luma, say.
template <typename Byte>
struct VideoChannel {
  Byte* data = nullptr;       ///< nullptr: there are none
  std::ptrdiff_t stride = 0;  ///< bytes from a row to the next
  int step = 1;               ///< bytes from a sample to the next

  Byte* row(int y) const { return data + y * stride; }
};

/// What samples mean: 8 bits of limited range unless said otherwise.
struct ColorEncoding {
  bool rgb = false;  ///< red, green and blue; else luma, Cb and Cr
  /// Of red and blue in luma: ITU-R BT.601; BT.709 has 0.2126 and 0.0722.
  double red_share = 0.299, blue_share = 0.114;
  double black = 16, luma_range = 219;       ///< the sample of black, and steps from it to white
  double neutral = 128, chroma_range = 224;  ///< chroma of grey, and steps from end to end
};

/// A frame of raw video.
template <typename Byte>
struct BasicRawVideo {
  int width = 0;
  int height = 0;
  /// Three of colour, and alpha, which is straight. Without Cb and Cr it is grey.
  std::array<VideoChannel<Byte>, 4> channels;
  int bits = 8;  ///< 9 to 16: samples are words of 16 bits
  ColorEncoding colors;

  /// How often widths and heights are halved for Cb and Cr: 1 and 1 are 4:2:0.
  int across = 0, down = 0;
  /// Whether chroma lies on the first of the pixels that share it; else amid them.
  bool cosited_across = false, cosited_down = false;
  bool interlaced = false;  ///< rows of two fields take turns
};

using RawVideo = BasicRawVideo<const std::uint8_t>;
using MutableRawVideo = BasicRawVideo<std::uint8_t>;

}  // namespace shm
