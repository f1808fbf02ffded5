// SPDX-License-Identifier: MIT
// What a PNM's header tells.
#include "image/pnm.hpp"

#include <algorithm>
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

}  // namespace

PictureTags pnm_tags(std::string_view content) {
  std::istringstream header{std::string(content.substr(2, longest_header))};
  PictureTags tags;
  tags.width = std::uint32_t(std::max(0, next_number(header)));
  tags.height = std::uint32_t(std::max(0, next_number(header)));
  return tags;
}

int pnm_white(const std::string& content) {
  const bool samples = content.starts_with("P5") || content.starts_with("P6");
  if (!samples) return 0;
  std::istringstream header(content.substr(2, longest_header));
  next_number(header);  // width
  next_number(header);  // height
  return next_number(header);
}

}  // namespace shm
