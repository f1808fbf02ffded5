// SPDX-License-Identifier: MIT
// Sound of more than two channels.
#pragma once

#include <gst/gst.h>

#include <string>

namespace shm::tools {

/// Caps of sound with so many channels, in their usual places. Encoders would take the first number
/// of channels that they know, and none of more than two that are without places.
std::string channels_caps(int channels);

/// Gives interleaved sound that comes to a pad the usual places, where it says none.
void place_channels(GstPad* pad);

}  // namespace shm::tools
