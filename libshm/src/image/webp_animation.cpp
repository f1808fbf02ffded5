// SPDX-License-Identifier: MIT
// The first frame of an animated WebP.

#include "image/webp_animation.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/number_bytes.hpp"
#include "image/webp_chunks.hpp"

namespace shm {
namespace {

constexpr std::size_t frame_header_bytes = 16;
constexpr std::size_t frame_size_place = 6;  // width and height less 1, three bytes each

/// As a RIFF file has it before what is so long.
std::string length_of(const std::string& content) {
  return little_endian(std::uint32_t(content.size()));
}

/// Its chunk's data; empty where nothing moves.
std::string_view first_frame(std::string_view content) {
  std::string_view frame;
  for_each_webp_chunk(content, [&](std::string_view type, std::string_view data) {
    if (frame.empty() && type == "ANMF") frame = data;
  });
  return frame;
}

}  // namespace

std::string still_webp(const std::string& content) {
  const std::string_view frame = first_frame(content);
  if (frame.size() <= frame_header_bytes) return content;
  const std::string_view image = frame.substr(frame_header_bytes);
  const char flags = image.starts_with("ALPH") ? 0x10 : 0;
  const std::string canvas =
      flags + std::string(3, '\0') + std::string(frame.substr(frame_size_place, 6));
  const std::string chunks = "WEBPVP8X" + length_of(canvas) + canvas + std::string(image);
  return "RIFF" + length_of(chunks) + chunks;
}

}  // namespace shm
