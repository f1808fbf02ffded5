// SPDX-License-Identifier: MIT
// The chunks of a WebP (RIFF).
#pragma once

#include <cstddef>
#include <string_view>

#include "image/byte_reader.hpp"

namespace shm {

/// Whether nothing is missing at its end.
inline bool webp_is_whole(std::string_view content) {
  constexpr std::size_t before_length = 8;
  return content.size() >= before_length + ByteReader(content, ByteOrder::little).u32(4);
}

/// Calls visit(type, data) for each; of one that the file ends in, with what there is.
template <typename Visit>
void for_each_webp_chunk(std::string_view content, const Visit& visit) {
  constexpr std::size_t header_bytes = 12;  // "RIFF", length, "WEBP"
  const ByteReader bytes(content, ByteOrder::little);
  for (std::size_t at = header_bytes; at < bytes.size();) {
    const std::size_t length = bytes.u32(at + 4);
    visit(bytes.part(at, 4), bytes.part(at + 8, length));
    at += 8 + length + length % 2;
  }
}

}  // namespace shm
