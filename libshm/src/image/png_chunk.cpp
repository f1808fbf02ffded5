// SPDX-License-Identifier: MIT
// Chunks within a PNG: length, type, content, checksum.
#include "image/png_chunk.hpp"

#include <zlib.h>

#include <cstdint>

#include "base/number_bytes.hpp"
#include "image/byte_reader.hpp"

namespace shm {
namespace {

constexpr std::size_t signature_bytes = 8;
constexpr std::size_t beside_data = 12;  // length and type before, checksum behind

std::uint32_t checksum(std::string_view bytes) {
  return std::uint32_t(crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), uInt(bytes.size())));
}

/// Those with a capital letter, and what is clear.
bool decides_pixels(std::string_view type) {
  return (type[0] & 32) == 0 || type == "tRNS";
}

/// The checksum is of type and data.
bool is_sound(std::string_view chunk, std::size_t bytes) {
  if (chunk.size() < bytes) return false;
  const ByteReader reader(chunk, ByteOrder::big);
  return reader.u32(bytes - 4) == checksum(chunk.substr(4, bytes - 8));
}

}  // namespace

std::string png_of_pixels(std::string_view png) {
  const ByteReader reader(png, ByteOrder::big);
  std::string result(png.substr(0, signature_bytes));
  for (std::size_t at = signature_bytes; at + beside_data <= png.size();) {
    const std::size_t bytes = reader.u32(at) + beside_data;
    const std::string_view chunk = reader.part(at, bytes), type = reader.part(at + 4, 4);
    at += bytes;
    if (!decides_pixels(type)) continue;
    if (!is_sound(chunk, bytes)) return {};
    result += chunk;
    if (type == "IEND") return result;
  }
  return {};
}

std::string with_png_chunk(const std::string& png, std::string_view type,
                           std::string_view content) {
  const std::string body = std::string(type).append(content);
  const std::string chunk =
      big_endian(std::uint32_t(content.size())) + body + big_endian(checksum(body));
  return std::string(png).insert(png_header_bytes, chunk);
}

}  // namespace shm
