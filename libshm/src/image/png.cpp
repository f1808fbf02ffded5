// SPDX-License-Identifier: MIT
// Whether a PNG has its end.

#include <array>
#include <fstream>
#include <string_view>

#include "shm/picture.hpp"

namespace shm {

bool is_whole_png(const std::filesystem::path& file) {
  constexpr std::string_view end("\0\0\0\0IEND\xAE\x42\x60\x82", 12);  // length, type, checksum
  std::array<char, end.size()> tail{};
  std::ifstream stream(file, std::ios::binary);
  stream.seekg(-int(end.size()), std::ios::end).read(tail.data(), tail.size());
  return stream && std::string_view(tail.data(), tail.size()) == end;
}

}  // namespace shm
