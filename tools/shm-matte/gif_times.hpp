// SPDX-License-Identifier: MIT
// The times of a GIF's frames, past its decoder.
#pragma once

#include <gst/gst.h>

namespace shm::tools {

/// Gives what comes out of a GIF decoder in `decode`, a decodebin, the times of what went in: it
/// gives every frame those of the first (as of 1.22).
void keep_gif_times(GstElement* decode);

}  // namespace shm::tools
