// SPDX-License-Identifier: MIT
// Which streams a file has.
#pragma once

#include <gst/gst.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "shm-matte/missing_plugins.hpp"

namespace shm::tools {

enum class StreamKind { video, audio, text, other };

struct MediaStream {
  StreamKind kind;
  std::string id;      ///< the same each time that the file is opened
  std::string format;  ///< in words
  int channels = 0;    ///< of sound
};

struct Media {
  std::vector<MediaStream> streams;
  GstClockTime duration = 0;           ///< 0 where it is not known
  bool duration_stated = false;        ///< by a container; else it is a guess
  std::uint64_t missing_bytes = 0;     ///< between its end and where it says that it ends
  bool pipe = false;                   ///< of raw video
  int unfound_streams = 0;             ///< which it names, and which begin too late to be found
  std::vector<MissingPlugin> missing;  ///< that it would take to read all of it

  /// The first stream with a picture, or nullptr.
  const MediaStream* video() const;
};

/// Of a pipe, which can be read but once, a single stream with a picture is expected. Throws
/// BadInput where GStreamer cannot tell what it is.
Media examine(const std::filesystem::path& file);

}  // namespace shm::tools
