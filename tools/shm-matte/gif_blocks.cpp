// SPDX-License-Identifier: MIT
// The blocks of which a GIF file is made.
#include "shm-matte/gif_blocks.hpp"

namespace shm::tools {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::uint8_t extension = 0x21;
constexpr std::uint8_t graphic_control = 0xf9;
constexpr std::uint8_t image = 0x2c;
constexpr std::uint8_t trailer = 0x3b;

/// Browsers show frames that say 0 or 1 that long.
constexpr int usual_hundredths = 10;

/// 0 behind the end: whoever reads finds out at the end.
std::uint8_t byte_at(Bytes bytes, std::size_t offset) {
  return offset < bytes.size() ? bytes[offset] : 0;
}

/// What a table of colours takes, by the flags that announce it.
std::size_t table_size(std::uint8_t flags) {
  return (flags & 0x80U) != 0 ? std::size_t(3) << ((flags & 7U) + 1) : 0;
}

/// Behind the sub-blocks that begin at `offset`, or behind the end of `bytes`.
std::size_t behind_sub_blocks(Bytes bytes, std::size_t offset) {
  while (offset < bytes.size() && bytes[offset] != 0)
    offset += bytes[offset] + std::size_t(1);
  return offset + 1;
}

int hundredths_at(Bytes bytes, std::size_t offset) {
  const int stated = byte_at(bytes, offset) | byte_at(bytes, offset + 1) << 8;
  return stated > 1 ? stated : usual_hundredths;
}

}  // namespace

std::optional<GifFrame> next_gif_frame(Bytes bytes, bool at_begin) {
  std::size_t offset = at_begin ? gif_header_size + table_size(byte_at(bytes, 10)) : 0;
  int hundredths = usual_hundredths;
  while (offset < bytes.size()) {
    const std::uint8_t block = bytes[offset];
    if (block == trailer) return GifFrame{0, 0};
    if (block == extension) {
      if (byte_at(bytes, offset + 1) == graphic_control)
        hundredths = hundredths_at(bytes, offset + 4);
      offset = behind_sub_blocks(bytes, offset + 2);
    } else if (block == image) {
      const std::size_t colors = table_size(byte_at(bytes, offset + 9));
      offset = behind_sub_blocks(bytes, offset + 10 + colors + 1);
      return offset <= bytes.size() ? std::optional(GifFrame{offset, hundredths}) : std::nullopt;
    } else {
      ++offset;
    }
  }
  return std::nullopt;
}

}  // namespace shm::tools
