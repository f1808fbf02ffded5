// SPDX-License-Identifier: MIT
// How long a frame lasts.
#pragma once

#include <gst/gst.h>

namespace shm {

/// A frame's duration in milliseconds; of GST_CLOCK_TIME_NONE, that of thirty frames a second.
inline double frame_ms(GstClockTime duration) {
  const GstClockTime known = GST_CLOCK_TIME_IS_VALID(duration) ? duration : GST_SECOND / 30;
  return double(known) / GST_MSECOND;
}

}  // namespace shm
