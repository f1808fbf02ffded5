// SPDX-License-Identifier: MIT
// A line of text within a PNG.

#include "prep/png_text.hpp"

#include <fstream>

#include "image/byte_reader.hpp"
#include "image/png_chunk.hpp"

namespace shm {
namespace {

constexpr std::size_t longest_text = 4096;
constexpr std::size_t length_bytes = 4, type_bytes = 4;

std::string content_start(const std::string& keyword) {
  return keyword + std::string(1, '\0');
}

}  // namespace

std::string with_png_text(const std::string& png, const std::string& keyword,
                          const std::string& text) {
  return with_png_chunk(png, "tEXt", content_start(keyword) + text);
}

std::string png_text(const std::filesystem::path& file, const std::string& keyword) {
  std::string bytes(png_header_bytes + longest_text, '\0');
  std::ifstream stream(file, std::ios::binary);
  stream.read(bytes.data(), std::streamsize(bytes.size()));
  bytes.resize(std::size_t(stream.gcount()));
  const std::string start = "tEXt" + content_start(keyword);
  const std::size_t type = png_header_bytes + length_bytes;
  if (bytes.size() < type || bytes.compare(type, start.size(), start) != 0) return {};
  const std::size_t length = ByteReader(bytes, ByteOrder::big).u32(png_header_bytes);
  const std::size_t head = start.size() - type_bytes;
  return length < head ? "" : bytes.substr(type + start.size(), length - head);
}

}  // namespace shm
