// SPDX-License-Identifier: MIT
// Streams that were announced, and of which nothing came.
#include "shm-matte/empty_tracks.hpp"

#include "shm-matte/file_numbers.hpp"
#include "shm/error.hpp"

namespace shm::tools {
namespace {

/// What others begin with could be taken for boxes.
bool is_movie(std::istream& file) {
  return number_at(file, 4, 4) == code("ftyp");
}

bool is_empty(std::istream& file, const Box& track) {
  constexpr std::uint64_t before_count = 8;
  const std::optional<Box> sizes =
      find_box(file, track, {code("mdia"), code("minf"), code("stbl"), code("stsz")});
  return sizes && number_at(file, sizes->begin + before_count, 4) == 0;
}

/// Its name stands before what is in it: boxes of this kind are too short for a size of 64 bits.
bool set_free(std::ostream& file, const Box& box) {
  file.seekp(std::streamoff(box.begin) - 4);
  return bool(file << "free" << std::flush);
}

}  // namespace

void free_empty_tracks(const std::filesystem::path& movie) {
  std::fstream file(movie, std::ios::binary | std::ios::in | std::ios::out);
  if (!is_movie(file)) return;
  std::optional<Box> boxes = find_box(file, {0, std::filesystem::file_size(movie)}, code("moov"));
  while (const auto track = boxes ? find_box(file, *boxes, code("trak")) : boxes) {
    if (is_empty(file, *track) && !set_free(file, *track))
      throw WriteError("the result cannot be written: " + movie.string());
    boxes->begin = track->end;
  }
}

}  // namespace shm::tools
