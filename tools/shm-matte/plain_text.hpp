// SPDX-License-Identifier: MIT
// Subtitles without markup.
#pragma once

#include <gst/gst.h>

#include <string>

namespace shm::tools {

/// "Tom & Jerry" of "Tom &amp; <i>Jerry</i>"; what is no markup stays.
std::string without_markup(const std::string& text);

/// Takes the markup out of the text that comes to a pad, for muxers that hold plain text alone.
void make_plain(GstPad* pad);

}  // namespace shm::tools
