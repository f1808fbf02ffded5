#pragma once

#include <string>
#include <vector>

namespace shm::tools {

/// How a video is written: pieces of a GStreamer pipeline description.
struct Container {
  const char* name;        ///< also the file's extension
  const char* with_alpha;  ///< encoder of RGBA; nullptr: cannot hold alpha
  const char* opaque;
  const char* audio;
  const char* muxer;
};

std::vector<std::string> container_names();

/// `name` is one of container_names().
const Container& container_named(const std::string& name);

}  // namespace shm::tools
