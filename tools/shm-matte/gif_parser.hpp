// SPDX-License-Identifier: MIT
// A GStreamer element that splits GIF files into frames.
#pragma once

namespace shm::tools {

/// From now on decoders of GIF files get one frame at a time, with its time: gst-libav's own reader
/// never comes to an end (as of 1.22).
void register_gif_parser();

}  // namespace shm::tools
