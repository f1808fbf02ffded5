// SPDX-License-Identifier: MIT
// What the chunks of a PNG say about its pixels.

#include <zlib.h>

#include <cstddef>

#include "image/byte_reader.hpp"
#include "image/picture_tags.hpp"

namespace shm {
namespace {

constexpr std::size_t signature_bytes = 8;
constexpr std::size_t beside_data = 12;  // length and type before, checksum behind
constexpr std::size_t largest_profile = 4 << 20;

std::string inflated(std::string_view compressed) {
  std::string result(largest_profile, '\0');
  uLongf size = result.size();
  const auto* bytes = reinterpret_cast<const Bytef*>(compressed.data());  // NOLINT
  auto* target = reinterpret_cast<Bytef*>(result.data());                 // NOLINT
  if (uncompress(target, &size, bytes, compressed.size()) != Z_OK) return {};
  result.resize(size);
  return result;
}

/// A name, its zero, the method of compression, then the profile.
std::string profile_in(std::string_view chunk) {
  const std::size_t zero = chunk.find('\0');
  return zero + 2 < chunk.size() && zero != std::string_view::npos
             ? inflated(chunk.substr(zero + 2))
             : std::string();
}

/// Primaries, transfer, matrix and range, a byte each; of RGB the last two say nothing.
CodePoints code_points_in(std::string_view chunk) {
  if (chunk.size() < 4) return {};
  return {std::uint8_t(chunk[0]), std::uint8_t(chunk[1])};
}

}  // namespace

PictureTags png_tags(std::string_view content) {
  const ByteReader bytes(content, ByteOrder::big);
  PictureTags tags;
  for (std::size_t at = signature_bytes; at < bytes.size();) {
    const std::size_t length = bytes.u32(at);
    const std::string_view type = bytes.part(at + 4, 4);
    const std::string_view data = bytes.part(at + 8, length);
    if (type == "IHDR") {
      tags.width = bytes.u32(at + 8);
      tags.height = bytes.u32(at + 12);
    }
    if (type == "CgBI") tags.unread = "it is a PNG of Apple's own kind (CgBI), which is not read";
    if (type == "eXIf") read_exif(data, tags);
    if (type == "iCCP") tags.profile = profile_in(data);
    if (type == "cICP") tags.colors = code_points_in(data);
    if (type == "acTL") tags.more_pictures = ByteReader(data, ByteOrder::big).u32(0) > 1;
    at += length + beside_data;
  }
  return tags;
}

}  // namespace shm
