// SPDX-License-Identifier: MIT
// What videos are written as.
#pragma once

#include <string>
#include <vector>

namespace shm::tools {

/// Frames of a raw format, and what encodes them.
struct VideoCodec {
  const char* format;  ///< as GStreamer names it; nullptr: there is no such codec
  const char* encoder;
};

/// What encodes sound.
struct AudioCodec {
  const char* encoder;  ///< nullptr: there is none
  int most_channels;
};

/// How a video is written: pieces of a GStreamer pipeline description.
struct Container {
  const char* name;  ///< also the file's extension
  VideoCodec with_alpha;
  VideoCodec opaque;
  AudioCodec audio;
  AudioCodec surround;  ///< of more than two channels
  bool text;            ///< whether subtitles can be held
  bool pipes;           ///< whether it can be written from its begin to its end
  const char* muxer;
};

std::vector<std::string> container_names();

/// `name` is one of container_names().
const Container& container_named(const std::string& name);

}  // namespace shm::tools
