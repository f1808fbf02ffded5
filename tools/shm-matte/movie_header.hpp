// SPDX-License-Identifier: MIT
// The duration that MP4 and QuickTime files state.
#pragma once

#include <gst/gst.h>

#include <cstdint>
#include <filesystem>
#include <optional>

namespace shm::tools {

/// The field "duration" of a file's box "mvhd".
struct MovieDuration {
  GstClockTime time;
  std::uint64_t offset;
  std::uint64_t size;
};

/// Nothing where the file has none that can be found.
std::optional<MovieDuration> find_movie_duration(const std::filesystem::path& file);

/// Whoever reads `file` from `source`, a filesrc, finds 0 there, which stands for "unknown":
/// GStreamer leaves out tracks shorter than a fifth of the whole, a picture beside longer sound.
void hide_movie_duration(GstElement* source, const std::filesystem::path& file);

}  // namespace shm::tools
