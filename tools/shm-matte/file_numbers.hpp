// SPDX-License-Identifier: MIT
// Numbers in the headers of video files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <optional>

namespace shm::tools {

/// A file whose headers are read.
struct HeaderFile {
  std::ifstream stream;
  std::uint64_t size;
};

/// Nothing where it cannot be opened.
std::optional<HeaderFile> open_headers(const std::filesystem::path& path);

/// Big-endian, of up to 8 bytes; 0 behind the end of the file.
std::uint64_t number_at(std::istream& file, std::uint64_t offset, std::uint64_t size);

/// The same of four bytes, little-endian, as RIFF files have them.
std::uint32_t riff_number_at(std::istream& file, std::uint64_t offset);

/// Four letters as such a number.
constexpr std::uint64_t code(const char (&name)[5]) {
  std::uint64_t number = 0;
  for (int i = 0; i < 4; ++i)
    number = number << 8U | static_cast<unsigned char>(name[i]);
  return number;
}

/// What MP4 and QuickTime files consist of.
struct Box {
  std::uint64_t begin;  ///< of what is in it
  std::uint64_t end;
};

/// The box that begins at `offset`; one of no size where there is none.
Box box_at(std::istream& file, std::uint64_t offset);

/// The first box of a name, as code() makes it, of those that stand one behind the other in
/// `within`; no longer than that.
std::optional<Box> find_box(std::istream& file, const Box& within, std::uint64_t name);

/// The same of boxes one within the other: that of the last name.
std::optional<Box> find_box(std::istream& file, const Box& within,
                            std::initializer_list<std::uint64_t> names);

}  // namespace shm::tools
