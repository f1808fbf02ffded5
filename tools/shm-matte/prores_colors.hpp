// SPDX-License-Identifier: MIT
// Colour tags in ProRes frames.
#pragma once

#include <gst/video/video.h>

namespace shm::tools {

/// Writes what the colours are into the header of each ProRes frame that leaves `encoder`: it says
/// "unknown" there, and readers believe the frame more than the container.
void state_colors(GstElement* encoder, const GstVideoColorimetry& colors);

}  // namespace shm::tools
