// SPDX-License-Identifier: MIT
// Raw video as programs hand it on through pipes: YUV4MPEG2.
#pragma once

#include <gst/gst.h>

namespace shm::tools {

/// Writes the frames that leave `frames` as YUV4MPEG2, in place of themselves: I420, or AYUV as
/// 4:4:4 with alpha.
void write_y4m(GstElement* frames);

/// Has `rate`, a capsfilter behind the videorate `steady`, ask for the rate that comes in, or for
/// 30 frames a second where it is none: YUV4MPEG2 has no times.
void keep_rate(GstElement* steady, GstElement* rate);

}  // namespace shm::tools
