// SPDX-License-Identifier: MIT
// The example clip, and what GStreamer's own elements make of it.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "program.hpp"

inline const std::string clip = SHM_SOURCE_ROOT "/examples/walk.mkv";

/// What `elements` make of the clip or of another video.
inline void gst(const std::filesystem::path& video, const std::string& elements,
                const std::filesystem::path& result) {
  const std::string command = "gst-launch-1.0 -q filesrc location=" + shell_quoted(video) +
                              " ! decodebin ! videoconvert ! " + elements +
                              " ! filesink location=" + shell_quoted(result);
  ASSERT_EQ(std::system(command.c_str()), 0) << command;
}
