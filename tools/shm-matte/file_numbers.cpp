// SPDX-License-Identifier: MIT
// Numbers in the headers of video files.
#include "shm-matte/file_numbers.hpp"

#include <algorithm>
#include <array>

namespace shm::tools {

std::optional<HeaderFile> open_headers(const std::filesystem::path& path) {
  std::error_code none;
  const std::uintmax_t size = std::filesystem::file_size(path, none);
  HeaderFile file{std::ifstream(path, std::ios::binary), size};
  if (none || !file.stream) return std::nullopt;
  return file;
}

std::uint64_t number_at(std::istream& file, std::uint64_t offset, std::uint64_t size) {
  std::array<unsigned char, 8> bytes{};
  file.clear();
  file.seekg(std::streamoff(offset));
  file.read(reinterpret_cast<char*>(bytes.data()), std::streamsize(size));
  std::uint64_t number = 0;
  for (std::uint64_t i = 0; i < size; ++i)
    number = number << 8U | bytes[i];
  return number;
}

std::uint32_t riff_number_at(std::istream& file, std::uint64_t offset) {
  return __builtin_bswap32(std::uint32_t(number_at(file, offset, 4)));
}

Box box_at(std::istream& file, std::uint64_t offset) {
  const std::uint64_t size = number_at(file, offset, 4);
  if (size == 1) return {offset + 16, offset + number_at(file, offset + 8, 8)};
  return {offset + 8, offset + size};
}

std::optional<Box> find_box(std::istream& file, const Box& within, std::uint64_t name) {
  for (std::uint64_t offset = within.begin; offset < within.end;) {
    const Box box = box_at(file, offset);
    if (std::min(box.end, within.end) < box.begin) return std::nullopt;
    if (number_at(file, offset + 4, 4) == name)
      return Box{box.begin, std::min(box.end, within.end)};
    offset = box.end;
  }
  return std::nullopt;
}

std::optional<Box> find_box(std::istream& file, const Box& within,
                            std::initializer_list<std::uint64_t> names) {
  std::optional<Box> box = within;
  for (const std::uint64_t name : names)
    if (box) box = find_box(file, *box, name);
  return box;
}

}  // namespace shm::tools
