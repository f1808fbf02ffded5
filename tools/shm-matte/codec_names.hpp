// SPDX-License-Identifier: MIT
// Codecs that GStreamer's demuxers do not know by name.
#pragma once

#include <gst/gst.h>

namespace shm::tools {

/// Within `bin`, a decodebin or what makes one, demuxers hand on by the name that its decoder has
/// what they know as four letters alone (as of 1.22): DNxHR, as editors write it into QuickTime.
void name_codecs(GstElement* bin);

}  // namespace shm::tools
