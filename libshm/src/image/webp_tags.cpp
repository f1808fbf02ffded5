// SPDX-License-Identifier: MIT
// What the chunks of a WebP say about its pixels.

#include <cstddef>

#include "image/byte_reader.hpp"
#include "image/picture_tags.hpp"

namespace shm {
namespace {

constexpr std::size_t header_bytes = 12;           // "RIFF", length, "WEBP"
constexpr std::string_view prefix("Exif\0\0", 6);  // which some programs write before EXIF

}  // namespace

PictureTags webp_tags(std::string_view content) {
  const ByteReader bytes(content, ByteOrder::little);
  PictureTags tags;
  int frames = 0;
  for (std::size_t at = header_bytes; at < bytes.size();) {
    const std::size_t length = bytes.u32(at + 4);
    const std::string_view type = bytes.part(at, 4);
    std::string_view data = bytes.part(at + 8, length);
    if (type == "EXIF") {
      if (data.starts_with(prefix)) data.remove_prefix(prefix.size());
      tags.orientation = exif_orientation(data);
    }
    if (type == "ICCP") tags.profile = data;
    if (type == "ANMF") ++frames;
    at += 8 + length + length % 2;
  }
  tags.more_pictures = frames > 1;
  return tags;
}

}  // namespace shm
