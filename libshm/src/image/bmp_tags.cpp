// SPDX-License-Identifier: MIT
// What the header of a BMP says about its pixels.

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "image/bmp.hpp"
#include "image/byte_reader.hpp"
#include "image/picture_tags.hpp"

namespace shm {
namespace {

constexpr std::size_t length_place = 14, size_place = 18;
constexpr std::uint32_t short_header = 12;

bool has_short_header(const ByteReader& bytes) {
  return bytes.u32(length_place) == short_header;
}

/// Without, or by masks that say which bits are which colour.
bool is_compressed(const ByteReader& bytes) {
  constexpr std::size_t method_place = 30;
  constexpr std::uint32_t none = 0, masks = 3;
  if (has_short_header(bytes)) return false;
  const std::uint32_t method = bytes.u32(method_place);
  return method != none && method != masks;
}

}  // namespace

/// Rows that go from the top down have a negative height.
PictureTags bmp_tags(std::string_view content) {
  const ByteReader bytes(content, ByteOrder::little);
  PictureTags tags;
  if (has_short_header(bytes)) {
    tags.width = bytes.u16(size_place);
    tags.height = bytes.u16(size_place + 2);
  } else {
    tags.width = bytes.u32(size_place);
    tags.height = std::uint32_t(std::abs(std::int64_t(std::int32_t(bytes.u32(size_place + 4)))));
  }
  return tags;
}

bool bmp_is_whole(std::string_view content) {
  constexpr std::size_t pixels_place = 10;
  const ByteReader bytes(content, ByteOrder::little);
  if (is_compressed(bytes)) return true;
  const PictureTags tags = bmp_tags(content);
  const std::uint64_t bits = bytes.u16(has_short_header(bytes) ? 24 : 28);
  const std::uint64_t row = (tags.width * bits + 31) / 32 * 4;
  return content.size() >= bytes.u32(pixels_place) + row * tags.height;
}

}  // namespace shm
