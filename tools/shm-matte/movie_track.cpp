// SPDX-License-Identifier: MIT
// Where MP4 and QuickTime files describe a stream.
#include "shm-matte/movie_track.hpp"

#include <cstdlib>

namespace shm::tools {
namespace {

std::uint64_t number_of(std::istream& file, const Box& track) {
  const std::optional<TrackHeader> header = track_header(file, track);
  return header ? number_at(file, header->begin + (header->wide ? 20 : 12), 4) : 0;
}

}  // namespace

/// It stands behind the last slash.
std::uint64_t track_number(const std::string& id) {
  return std::strtoull(id.c_str() + id.rfind('/') + 1, nullptr, 10);
}

std::optional<TrackHeader> track_header(std::istream& file, const Box& track) {
  const std::optional<Box> header = find_box(file, track, code("tkhd"));
  if (!header) return std::nullopt;
  return TrackHeader{header->begin, number_at(file, header->begin, 1) == 1};
}

std::optional<Box> find_track(std::istream& file, std::uint64_t size, const std::string& id) {
  std::optional<Box> movie = find_box(file, {0, size}, code("moov"));
  while (const auto track = movie ? find_box(file, *movie, code("trak")) : movie) {
    if (number_of(file, *track) == track_number(id)) return track;
    movie->begin = track->end;
  }
  return std::nullopt;
}

}  // namespace shm::tools
