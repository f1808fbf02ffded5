// SPDX-License-Identifier: MIT
// A line of text within a PNG.

#include "prep/png_text.hpp"

#include <zlib.h>

#include <cstdint>
#include <fstream>

#include "image/byte_reader.hpp"

namespace shm {
namespace {

// Signature and IHDR chunk; chunks follow: length, type, content, checksum.
constexpr std::size_t header_bytes = 33;
constexpr std::size_t longest_text = 4096;

std::uint32_t checksum(const std::string& bytes) {
  return std::uint32_t(crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), uInt(bytes.size())));
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
  const std::size_t length = ByteReader(bytes, ByteOrder::big).u32(header_bytes);
  const std::size_t head = start.size() - 4;  // the type is not counted
  return length < head ? "" : bytes.substr(header_bytes + 4 + start.size(), length - head);
}

}  // namespace shm
