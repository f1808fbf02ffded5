// SPDX-License-Identifier: MIT
// The colours that MP4 and QuickTime files state.
#pragma once

#include <gst/video/video.h>

#include <filesystem>
#include <optional>
#include <string>

namespace shm::tools {

/// What a file's boxes "colr" and "ACLR" say of the stream `id`, as GStreamer's demuxer names it.
/// Range is full or not known: QuickTime's "colr" has none, and limited is what writers say who do
/// not know. Nothing where there is no such box: GStreamer finds it for some codecs alone (as of
/// 1.22).
std::optional<GstVideoColorimetry> movie_colors(const std::filesystem::path& file,
                                                const std::string& id);

}  // namespace shm::tools
