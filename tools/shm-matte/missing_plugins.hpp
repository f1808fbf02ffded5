// SPDX-License-Identifier: MIT
// What GStreamer has no plugin for.
#pragma once

#include <gst/pbutils/pbutils.h>

#include <string>
#include <vector>

namespace shm::tools {

struct MissingPlugin {
  std::string name;  ///< in words: "Realmedia demuxer", "\"ULRG\" decoder"
  bool shown;        ///< its stream is seen, heard or read, no data beside it
};

/// What it would take to read all of a file.
std::vector<MissingPlugin> missing_plugins(const GstDiscovererInfo* info);

}  // namespace shm::tools
