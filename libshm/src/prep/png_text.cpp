// SPDX-License-Identifier: MIT
// A line of text within a PNG.

#include "prep/png_text.hpp"

#include <cstdint>
#include <fstream>
#include <string_view>

namespace shm {
namespace {

// Signature and IHDR chunk; chunks follow: length, type, content, checksum.
constexpr std::size_t header_bytes = 33;
constexpr std::size_t longest_text = 4096;

/// CRC-32 as PNG has it (ISO 3309).
std::uint32_t checksum(std::string_view bytes) {
  std::uint32_t crc = 0xffffffffU;
  for (const char byte : bytes) {
    crc ^= std::uint8_t(byte);
    for (int bit = 0; bit < 8; ++bit)
      crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xedb88320U : 0U);
  }
  return ~crc;
}

std::string big_endian(std::uint32_t value) {
  return {char(value >> 24U), char(value >> 16U), char(value >> 8U), char(value)};
}

std::string start_of(const std::string& keyword) {
  return "tEXt" + keyword + std::string(1, '\0');
}

}  // namespace

std::string with_png_text(const std::string& png, const std::string& keyword,
                          const std::string& text) {
  const std::string chunk = start_of(keyword) + text;
  std::string result = png;
  return result.insert(header_bytes, big_endian(std::uint32_t(chunk.size() - 4)) + chunk +
                                         big_endian(checksum(chunk)));
}

std::string png_text(const std::filesystem::path& file, const std::string& keyword) {
  std::string bytes(header_bytes + longest_text, '\0');
  std::ifstream stream(file, std::ios::binary);
  stream.read(bytes.data(), std::streamsize(bytes.size()));
  bytes.resize(std::size_t(stream.gcount()));
  const std::string start = start_of(keyword);
  if (bytes.size() < header_bytes + 4 || bytes.compare(header_bytes + 4, start.size(), start) != 0)
    return {};
  std::size_t length = 0;
  for (std::size_t i = header_bytes; i < header_bytes + 4; ++i)
    length = length << 8U | std::uint8_t(bytes[i]);
  const std::size_t head = start.size() - 4;  // the type is not counted
  return length < head ? "" : bytes.substr(header_bytes + 4 + start.size(), length - head);
}

}  // namespace shm
