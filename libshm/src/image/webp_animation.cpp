// SPDX-License-Identifier: MIT
// The first frame of an animated WebP.

#include "image/webp_animation.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "image/byte_reader.hpp"

namespace shm {
namespace {

constexpr std::size_t header_bytes = 12;  // "RIFF", length, "WEBP"
constexpr std::size_t frame_header_bytes = 16;
constexpr std::size_t frame_size_place = 6;  // width and height less 1, three bytes each

std::string little_endian(std::size_t value) {
  std::string bytes;
  for (int shift = 0; shift < 32; shift += 8)
    bytes += char(value >> shift);
  return bytes;
}

/// The data of the first chunk of a type; empty where there is none.
std::string_view find_chunk(std::string_view content, std::string_view type) {
  const ByteReader bytes(content, ByteOrder::little);
  for (std::size_t at = header_bytes; at < bytes.size();) {
    const std::size_t length = bytes.u32(at + 4);
    if (bytes.part(at, 4) == type) return bytes.part(at + 8, length);
    at += 8 + length + length % 2;
  }
  return {};
}

}  // namespace

std::string still_webp(const std::string& content) {
  const std::string_view frame = find_chunk(content, "ANMF");
  if (frame.size() <= frame_header_bytes) return content;
  const std::string_view image = frame.substr(frame_header_bytes);
  const char flags = image.starts_with("ALPH") ? 0x10 : 0;
  const std::string canvas =
      flags + std::string(3, '\0') + std::string(frame.substr(frame_size_place, 6));
  const std::string chunks =
      "WEBPVP8X" + little_endian(canvas.size()) + canvas + std::string(image);
  return "RIFF" + little_endian(chunks.size()) + chunks;
}

}  // namespace shm
