// SPDX-License-Identifier: MIT
// How a video's frames are to be turned, as its file says.
#pragma once

#include <gst/video/video.h>

#include <filesystem>
#include <optional>
#include <string>

namespace shm::tools {

/// What an MP4 or QuickTime file's matrix, or Matroska's projection, makes of the stream `id`.
/// GStreamer's demuxers see neither what is mirrored nor Matroska's (as of 1.22). Nothing where the
/// file says no more than that they are upright.
std::optional<GstVideoOrientationMethod> stated_orientation(const std::filesystem::path& file,
                                                            const std::string& id);

/// Has a videoflip turn frames so, or, where the file does not say, as the stream does.
void turn_as_stated(GstElement* flip, const std::filesystem::path& file, const std::string& id);

}  // namespace shm::tools
