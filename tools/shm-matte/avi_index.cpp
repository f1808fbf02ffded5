// SPDX-License-Identifier: MIT
// The index of an AVI file.
#include "shm-matte/avi_index.hpp"

#include <algorithm>
#include <array>

#include "shm-matte/file_numbers.hpp"

namespace shm::tools {
namespace {

constexpr std::uint64_t chunk_header = 8;

/// What is in the first chunk of a name in the file's outermost list.
std::optional<Box> find_chunk(std::istream& file, std::uint64_t size, std::uint64_t name) {
  for (std::uint64_t offset = 12; offset + chunk_header <= size;) {
    const std::uint64_t begin = offset + chunk_header;
    const std::uint64_t end = begin + riff_number_at(file, offset + 4);
    if (number_at(file, offset, 4) == name) return Box{begin, std::min(end, size)};
    offset = end + end % 2;
  }
  return std::nullopt;
}

/// The name of a chunk, what is special of it, where it begins, how long it is.
using Entry = std::array<char, 16>;

/// Two digits of the stream, then what is in it.
bool is_video(const Entry& entry) {
  return entry[2] == 'd' && (entry[3] == 'c' || entry[3] == 'b');
}

bool is_of_stream(const Entry& entry, const Entry& other) {
  return std::equal(entry.begin(), entry.begin() + 2, other.begin());
}

bool is_empty(const Entry& entry) {
  return std::all_of(entry.begin() + 12, entry.end(), [](char byte) { return byte == 0; });
}

}  // namespace

std::optional<RepeatedFrame> find_repeated_frame(std::istream& file, std::uint64_t size) {
  if (number_at(file, 8, 4) != code("AVI ")) return std::nullopt;
  const std::optional<Box> index = find_chunk(file, size, code("idx1"));
  if (!index) return std::nullopt;
  std::uint64_t frames = 0, repeats = 0;
  Entry entry{}, first{};
  file.clear();
  file.seekg(std::streamoff(index->begin));
  for (std::uint64_t left = (index->end - index->begin) / entry.size(); left > 0; --left) {
    if (!file.read(entry.data(), entry.size())) break;
    if (frames == 0) first = entry;
    if (!is_video(entry) || !is_of_stream(entry, first)) continue;
    ++frames;
    repeats = is_empty(entry) ? repeats + 1 : 0;
  }
  if (repeats == 0 || repeats == frames) return std::nullopt;
  return RepeatedFrame{frames - repeats - 1, repeats};
}

}  // namespace shm::tools
