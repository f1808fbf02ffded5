// SPDX-License-Identifier: MIT
// Where MP4 and QuickTime files describe a stream.
#pragma once

#include <string>

#include "shm-matte/file_numbers.hpp"

namespace shm::tools {

/// The number of the stream `id`, as the demuxers of GStreamer for these files and for Matroska
/// name it.
std::uint64_t track_number(const std::string& id);

/// What a track's header begins with, and how wide its numbers are.
struct TrackHeader {
  std::uint64_t begin;
  bool wide;  ///< times of 64 bits
};

std::optional<TrackHeader> track_header(std::istream& file, const Box& track);

/// The box "trak" of a file's stream.
std::optional<Box> find_track(std::istream& file, std::uint64_t size, const std::string& id);

}  // namespace shm::tools
