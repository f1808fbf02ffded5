// SPDX-License-Identifier: MIT
// What a decoder of YUV4MPEG2 says nothing of.
#pragma once

#include <gst/gst.h>

namespace shm::tools {

/// Warns, as `decoder`, a y4mdec, where what comes to it ends in the midst of a frame: it leaves
/// that out. Ends samples of more than eight bits with an error: it takes them for others (as
/// of 1.22).
void watch_y4m(GstElement* decoder);

}  // namespace shm::tools
