// SPDX-License-Identifier: MIT
// What the header of a BMP says about its pixels.

#include <cstddef>
#include <cstdlib>

#include "image/byte_reader.hpp"
#include "image/picture_tags.hpp"

namespace shm {

/// Rows that go from the top down have a negative height.
PictureTags bmp_tags(std::string_view content) {
  constexpr std::size_t length_place = 14, size_place = 18;
  constexpr std::uint32_t short_header = 12;
  const ByteReader bytes(content, ByteOrder::little);
  PictureTags tags;
  if (bytes.u32(length_place) == short_header) {
    tags.width = bytes.u16(size_place);
    tags.height = bytes.u16(size_place + 2);
  } else {
    tags.width = bytes.u32(size_place);
    tags.height = std::uint32_t(std::abs(std::int64_t(std::int32_t(bytes.u32(size_place + 4)))));
  }
  return tags;
}

}  // namespace shm
