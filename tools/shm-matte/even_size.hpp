// SPDX-License-Identifier: MIT
// Frames whose width and height are even.
#pragma once

#include "common/gst.hpp"

namespace shm::tools {

/// Lets `crop`, a videocrop, take the last column or row away from frames of odd width or height,
/// for codecs that cannot hold them.
void crop_to_even(GstElement* crop);

/// Whether it takes any away.
bool crops(GstElement* crop);

}  // namespace shm::tools
