// SPDX-License-Identifier: MIT
// Chunks within a PNG: length, type, content, checksum.
#include "image/png_chunk.hpp"

#include <zlib.h>

#include <cstdint>

#include "base/number_bytes.hpp"

namespace shm {
namespace {

std::uint32_t checksum(const std::string& bytes) {
  return std::uint32_t(crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), uInt(bytes.size())));
}

}  // namespace

std::string with_png_chunk(const std::string& png, std::string_view type,
                           std::string_view content) {
  const std::string body = std::string(type).append(content);
  const std::string chunk =
      big_endian(std::uint32_t(content.size())) + body + big_endian(checksum(body));
  return std::string(png).insert(png_header_bytes, chunk);
}

}  // namespace shm
