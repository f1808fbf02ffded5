// SPDX-License-Identifier: MIT
// What a PNM's header tells.
#include "image/pnm.hpp"

#include <algorithm>
#include <cstddef>
#include <istream>
#include <limits>
#include <sstream>

#include "image/picture_tags.hpp"

namespace shm {
namespace {

constexpr std::size_t longest_header = 4096;

/// The next number; comments go from # to the end of their line.
int next_number(std::istream& header) {
  while ((header >> std::ws).peek() == '#')
    header.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  int number = 0;
  header >> number;
  return number;
}

struct Header {
  int width, height, white = 1;
  std::size_t bytes;  ///< 0: it cannot be read
};

Header header_of(std::string_view content) {
  std::istringstream text{std::string(content.substr(0, longest_header))};
  text.ignore(2);
  Header header{};
  header.width = std::max(0, next_number(text));
  header.height = std::max(0, next_number(text));
  const bool bits = content.starts_with("P4") || content.starts_with("P1");
  if (!bits) header.white = next_number(text);
  header.bytes = text ? std::size_t(text.tellg()) + 1 : 0;
  return header;
}

/// Of samples in bytes, words or bits.
std::size_t row_bytes(const Header& header, char kind) {
  const auto width = std::size_t(header.width);
  if (kind == '4') return (width + 7) / 8;
  return width * (kind == '6' ? 3 : 1) * (header.white > 255 ? 2 : 1);
}

}  // namespace

PictureTags pnm_tags(std::string_view content) {
  const Header header = header_of(content);
  PictureTags tags;
  tags.width = std::uint32_t(header.width);
  tags.height = std::uint32_t(header.height);
  return tags;
}

int pnm_white(const std::string& content) {
  const bool samples = content.starts_with("P5") || content.starts_with("P6");
  return samples ? header_of(content).white : 0;
}

bool pnm_is_whole(const std::string& content) {
  const Header header = header_of(content);
  const bool digits = content[1] < '4';
  if (header.bytes == 0 || digits) return header.bytes > 0;
  return content.size() >=
         header.bytes + row_bytes(header, content[1]) * std::size_t(header.height);
}

}  // namespace shm
